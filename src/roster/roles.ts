/** Roles in a village. */
export const roles = {
  firstSecretary: {
    zh: '第一书记',
    en: 'first secretary',
    aliases: ['驻村第一书记'],
    flags: ['是否第一书记', '第一书记标志'],
  },
  teamLeader: {
    zh: '工作队长',
    en: 'team leader',
    aliases: ['队长', '工作队队长', '驻村工作队队长', '驻村工作队长'],
    flags: ['是否工作队队长', '是否队长', '队长标志', '是否工作队长'],
  },
  deputyLeader: {
    zh: '副队长',
    en: 'deputy leader',
    aliases: ['工作队副队长'],
    flags: ['是否副队长', '副队长标志'],
  },
  member: {
    zh: '队员',
    en: 'team member',
    aliases: ['工作队员', '驻村队员', '驻村工作队员'],
    flags: ['是否驻村队员', '是否队员', '队员标志'],
  },
}

SELECT (SELECT count(*) FROM node), (SELECT count(*) FROM node WHERE deleted = 0),
  (SELECT count(*) FROM edge), (SELECT count(*) FROM member), (SELECT count(*) FROM outcome)

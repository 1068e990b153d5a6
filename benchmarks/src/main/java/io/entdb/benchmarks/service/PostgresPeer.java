package io.entdb.benchmarks.service;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL, spoken to directly: the same node with the same indexes and the same idempotency row,
 * in one transaction and one round trip. It checks no schema and no permissions.
 */
final class PostgresPeer implements Peer {
  private static final String TABLES =
      """
      CREATE TABLE node (
        id text PRIMARY KEY, type_id integer NOT NULL, payload jsonb NOT NULL, owner text NOT NULL,
        restricted boolean NOT NULL, version bigint NOT NULL, created_at bigint NOT NULL,
        updated_at bigint NOT NULL, deleted boolean NOT NULL, email text NOT NULL, score bigint);
      CREATE UNIQUE INDEX node_email ON node (type_id, email);
      CREATE INDEX node_score ON node (type_id, score, id);
      CREATE INDEX node_by_creation ON node (type_id, created_at, id) WHERE NOT deleted;
      CREATE INDEX node_by_update ON node (type_id, updated_at, id) WHERE NOT deleted;
      CREATE INDEX node_by_type ON node (type_id, id) WHERE NOT deleted;
      CREATE TABLE outcome (
        n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, idempotency_key text NOT NULL UNIQUE,
        request_hash bytea NOT NULL, tenant_time bigint NOT NULL, body bytea NOT NULL)
      """;

  private static final String CREATE =
      """
      WITH done AS (
        INSERT INTO outcome (idempotency_key, request_hash, tenant_time, body) VALUES (?, ?, ?, ?))
      INSERT INTO node (id, type_id, payload, owner, restricted, version, created_at, updated_at,
        deleted, email, score)
      VALUES (?, 1, ?::jsonb, 'user:load', false, 1, ?, ?, false, ?, ?)
      """;

  private static final String READ =
      """
      SELECT id, type_id, payload, owner, restricted, version, created_at, updated_at, deleted
      FROM node WHERE id = ?
      """;

  private final PostgresServer server;

  private PostgresPeer(PostgresServer server) {
    this.server = server;
  }

  static PostgresPeer start(Path programs, Path folder) throws Exception {
    PostgresServer server = PostgresServer.start(programs, folder);
    try (Connection connection = server.connect();
        var statement = connection.createStatement()) {
      statement.execute(TABLES);
      return new PostgresPeer(server);
    } catch (SQLException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public String label() {
    return "PostgreSQL, fsync";
  }

  @Override
  public Session connect() throws SQLException {
    return new SqlSession(server.connect());
  }

  @Override
  public List<String> fill(int count) throws SQLException {
    var ids = new ArrayList<String>();
    try (Connection connection = server.connect();
        var session = new SqlSession(connection)) {
      connection.setAutoCommit(false);
      for (int i = 0; i < count; i++) {
        ids.add(session.create(Account.random(), Work.CREATE_DURABLE));
      }
      connection.commit();
    }
    return ids;
  }

  @Override
  public long count() throws SQLException {
    try (Connection connection = server.connect();
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM node")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public List<Long> pids() {
    return List.of(server.pid());
  }

  @Override
  public void close() {
    server.close();
  }

  private static final class SqlSession implements Session {
    private final Connection connection;
    private final PreparedStatement create;
    private final PreparedStatement read;

    SqlSession(Connection connection) throws SQLException {
      this.connection = connection;
      create = connection.prepareStatement(CREATE);
      read = connection.prepareStatement(READ);
    }

    @Override
    public String create(Account account, Work work) throws SQLException {
      String id = "n_" + Account.letters(26);
      long now = System.currentTimeMillis();
      create.setString(1, Account.letters(32));
      create.setBytes(2, new byte[32]);
      create.setLong(3, now);
      create.setBytes(4, new byte[50]);
      create.setString(5, id);
      create.setString(6, account.json());
      create.setLong(7, now);
      create.setLong(8, now);
      create.setString(9, account.email());
      create.setLong(10, account.score());
      if (create.executeUpdate() != 1) {
        throw new SQLException("no node was made");
      }
      return id;
    }

    @Override
    public void read(String id) throws SQLException {
      read.setString(1, id);
      try (ResultSet row = read.executeQuery()) {
        if (!row.next()
            || !row.getString(1).equals(id)
            || !row.getString(3).contains("@example.com")) {
          throw new SQLException("asked for node " + id + ", got another answer");
        }
      }
    }

    @Override
    public void settle() {
      // What is committed can be read.
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}

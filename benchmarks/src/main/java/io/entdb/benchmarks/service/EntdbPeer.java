package io.entdb.benchmarks.service;

import io.entdb.benchmarks.service.HttpConnection.Answer;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.LocalStackBuilder;
import io.entdb.localstack.Part;
import io.entdb.localstack.Part.Kind;
import io.entdb.localstack.Tuning;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * EntDB over REST: brokers, an S3 server and one gateway. The other services are left out: they
 * read the log like the gateway and run elsewhere, but here they would share its two cores.
 */
final class EntdbPeer implements Peer {
  private static final String HEADERS = "X-Tenant-ID: bench\r\nX-Actor: user:load\r\n";
  private static final int FILL_PLAN = 100;

  private static final String SCHEMA =
      """
      {"node_types": [{"type_id": 1, "name": "Account", "fields": [
        {"field_id": 1, "name": "email",  "kind": "str", "unique": true},
        {"field_id": 2, "name": "score",  "kind": "int", "indexed": true},
        {"field_id": 3, "name": "name",   "kind": "str"},
        {"field_id": 4, "name": "about",  "kind": "str"},
        {"field_id": 5, "name": "active", "kind": "bool"},
        {"field_id": 6, "name": "joined", "kind": "timestamp"}]}],
       "edge_types": []}\
      """;

  private final String label;
  private final LocalStack stack;

  /** What an acknowledgement of the log is worth. */
  enum Log {
    /** In the memory of two of three brokers or more; nothing waits for a disk. */
    THREE_COPIES("EntDB, 3 brokers, no fsync"),

    /** On the disk of the only broker. */
    FLUSHED("EntDB, 1 broker, fsync"),

    /** In the memory of the only broker. */
    ONE_COPY("EntDB, 1 broker, no fsync");

    private final String label;

    Log(String label) {
      this.label = label;
    }
  }

  private EntdbPeer(String label, LocalStack stack) {
    this.label = label;
    this.stack = stack;
  }

  /** EntDB without a line for each request, which its peers don't write either. */
  static EntdbPeer start(Log log, Path folder) throws Exception {
    return start(log.label, log, Map.of("ENTDB_LOG_LEVEL", "WARNING"), folder);
  }

  /**
   * EntDB with settings.
   *
   * @param variables of the gateway's environment
   */
  static EntdbPeer start(String label, Log log, Map<String, String> variables, Path folder)
      throws Exception {
    LocalStackBuilder builder =
        LocalStack.builder()
            .data(folder)
            .tuning(Tuning.STEADY_LOAD)
            .only(Kind.BROKER, Kind.OBJECT_SERVER, Kind.GATEWAY);
    variables.forEach((name, value) -> builder.environment(Kind.GATEWAY, name, value));
    if (log == Log.THREE_COPIES) {
      builder.threeBrokers();
    }
    LocalStack stack = builder.start();
    try {
      if (log == Log.FLUSHED) {
        flushEachWrite(stack.kafkaBootstrap());
      }
      var peer = new EntdbPeer(label, stack);
      try (var connection = new HttpConnection(stack.rest())) {
        expectOk(connection.withBody("PUT", "/v1/schema", HEADERS, SCHEMA));
      }
      return peer;
    } catch (Exception e) {
      stack.close();
      throw e;
    }
  }

  private static void flushEachWrite(String brokers)
      throws ExecutionException, InterruptedException {
    try (var admin = AdminClient.create(Map.of("bootstrap.servers", brokers))) {
      var topic = new ConfigResource(ConfigResource.Type.TOPIC, "entdb-wal");
      var each =
          new AlterConfigOp(new ConfigEntry("flush.messages", "1"), AlterConfigOp.OpType.SET);
      admin.incrementalAlterConfigs(Map.of(topic, List.of(each))).all().get();
    }
  }

  @Override
  public String label() {
    return label;
  }

  /** Where the gateway shows its metrics. */
  URI metrics() {
    return stack.management(Part.GATEWAY).resolve("/metrics");
  }

  @Override
  public Session connect() throws IOException {
    return new RestSession(new HttpConnection(stack.rest()));
  }

  @Override
  public List<String> fill(int count) throws IOException {
    var ids = new ArrayList<String>();
    try (var connection = new HttpConnection(stack.rest())) {
      while (ids.size() < count) {
        int more = Math.min(FILL_PLAN, count - ids.size());
        var operations = new StringBuilder(create(Account.random()));
        for (int i = 1; i < more; i++) {
          operations.append(',').append(create(Account.random()));
        }
        ids.addAll(commit(connection, operations.toString(), true).ids());
      }
    }
    return ids;
  }

  @Override
  public long count() throws IOException {
    try (var connection = new HttpConnection(stack.rest())) {
      Answer answer =
          expectOk(connection.get("/v1/nodes?type_id=1&count=true&page_size=1", HEADERS));
      return Long.parseLong(numberAfter(answer.body(), "\"total_count\":"));
    }
  }

  @Override
  public List<Long> pids() {
    return stack.parts().stream()
        .filter(part -> !part.equals(Part.OBJECT_SERVER))
        .map(stack::pid)
        .toList();
  }

  @Override
  public void close() {
    stack.close();
  }

  private record Committed(List<String> ids, String position) {}

  private static final class RestSession implements Session {
    private final HttpConnection connection;
    private String lastId = "";
    private String lastPosition = "";

    RestSession(HttpConnection connection) {
      this.connection = connection;
    }

    @Override
    public String create(Account account, Work work) throws IOException {
      Committed committed =
          commit(connection, EntdbPeer.create(account), work == Work.CREATE_READABLE);
      lastId = committed.ids().getFirst();
      lastPosition = committed.position();
      return lastId;
    }

    @Override
    public void read(String id) throws IOException {
      Answer answer = expectOk(connection.get("/v1/nodes/" + id, HEADERS));
      if (!answer.body().contains(id) || !answer.body().contains("@example.com")) {
        throw new IOException("asked for node " + id + ", got " + answer.body());
      }
    }

    @Override
    public void settle() throws IOException {
      if (!lastId.isEmpty()) {
        expectOk(connection.get("/v1/nodes/" + lastId + "?after=" + lastPosition, HEADERS));
      }
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }

  private static String create(Account account) {
    return "{\"op\":\"create_node\",\"type_id\":1,\"payload\":" + account.json() + "}";
  }

  private static Committed commit(HttpConnection connection, String operations, boolean wait)
      throws IOException {
    String body =
        "{\"tenant_id\":\"bench\",\"actor\":\"user:load\",\"idempotency_key\":\""
            + Account.letters(32)
            + "\",\"wait_applied\":"
            + wait
            + ",\"operations\":["
            + operations
            + "]}";
    Answer answer = expectOk(connection.withBody("POST", "/v1/atomic", "", body));
    if (wait && !answer.body().contains("\"APPLIED\"")) {
      throw new IOException("waited, but not applied: " + answer.body());
    }
    return new Committed(
        nodeIds(answer.body()), textAfter(answer.body(), "\"wal_position\":\"", 0));
  }

  private static List<String> nodeIds(String body) throws IOException {
    var ids = new ArrayList<String>();
    String name = "\"node_id\":\"";
    for (int at = body.indexOf(name); at >= 0; at = body.indexOf(name, at + 1)) {
      ids.add(textAfter(body, name, at));
    }
    if (ids.isEmpty()) {
      throw new IOException("no node was made: " + body);
    }
    return ids;
  }

  private static String textAfter(String body, String name, int from) throws IOException {
    int start = body.indexOf(name, from);
    if (start < 0) {
      throw new IOException("no " + name + " in " + body);
    }
    start += name.length();
    return body.substring(start, body.indexOf('"', start));
  }

  private static String numberAfter(String body, String name) throws IOException {
    int start = body.indexOf(name);
    if (start < 0) {
      throw new IOException("no " + name + " in " + body);
    }
    start += name.length();
    int end = start;
    while (end < body.length() && Character.isDigit(body.charAt(end))) {
      end++;
    }
    return body.substring(start, end);
  }

  private static Answer expectOk(Answer answer) throws IOException {
    if (answer.status() != 200) {
      throw new IOException("status " + answer.status() + ": " + answer.body());
    }
    return answer;
  }
}

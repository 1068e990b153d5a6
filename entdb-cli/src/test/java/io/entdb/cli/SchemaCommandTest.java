package io.entdb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.sun.net.httpserver.HttpServer;
import io.entdb.grpc.options.CapabilityImplication;
import io.entdb.grpc.options.CapabilityMapping;
import io.entdb.grpc.options.CoreCapability;
import io.entdb.grpc.options.DataPolicy;
import io.entdb.grpc.options.EdgeOpts;
import io.entdb.grpc.options.EntDbOptionsProto;
import io.entdb.grpc.options.FieldOpts;
import io.entdb.grpc.options.NodeOpts;
import io.entdb.grpc.options.SubjectExitPolicy;
import io.entdb.grpc.options.UniqueConstraint;
import io.entdb.objects.InMemoryObjectStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaCommandTest {
  private static final String NOTE =
      "{'node_types':[{'type_id':7,'fields':[{'field_id':1,'kind':'str'}]}],'edge_types':[]}";
  private static final String NOTE_WITH_NUMBER = NOTE.replace("'str'", "'int'");
  private static final String NOTE_WITH_MORE =
      NOTE.replace("'str'}", "'str'},{'field_id':2,'kind':'int'}");

  private final Shell shell = new Shell(new InMemoryObjectStore(InstantSource.system()));

  @TempDir Path folder;

  @Test
  void aSnapshotCanBeComparedWith() throws Exception {
    Path snapshot = folder.resolve("baseline.json");
    assertThat(run("snapshot", "--file", file("a", NOTE), "--output", snapshot.toString()))
        .isZero();
    assertThat(Files.readString(snapshot))
        .startsWith("{\n  \"fingerprint\": \"sha256:")
        .contains("\"version\": 1");
    assertThat(run("snapshot", "--file", file("a", NOTE), "--output", snapshot.toString()))
        .isEqualTo(2);
    assertThat(shell.err()).contains("exists; --force replaces it");

    String baseline = "--baseline=" + snapshot;
    assertThat(run("check", baseline, "--file", file("b", NOTE_WITH_MORE))).isZero();
    assertThat(shell.out()).contains("safe", "FIELD_ADDED node:7.field:2", "1 changes, 0 breaking");
    assertThat(run("check", baseline, "--file", file("c", NOTE_WITH_NUMBER))).isEqualTo(1);
    assertThat(shell.out()).contains("BREAKING  FIELD_KIND_CHANGED node:7.field:1");
    assertThat(
            run("check", baseline, "--file", file("c", NOTE_WITH_NUMBER), "--no-fail-on-breaking"))
        .isZero();
    assertThat(run("diff", baseline, "--current", file("c", NOTE_WITH_NUMBER), "--format=json"))
        .isEqualTo(1);
    assertThat(shell.out()).startsWith("{\"breaking\":true,\"changes\":[{\"code\":\"FIELD_KIND_");
  }

  @Test
  void exitCodesTellTheInvalidFromTheUnreadable() throws Exception {
    assertThat(run("validate", "--file", file("a", NOTE))).isZero();
    assertThat(run("validate", "--file", file("b", NOTE.replace("'str'", "'text'")))).isEqualTo(1);
    assertThat(shell.out()).contains("\"text\" is no kind of field");
    assertThat(run("validate", "--file", file("c", "{"))).isEqualTo(2);
    assertThat(run("validate", "--file", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(run("validate")).isEqualTo(2);
    assertThat(shell.err()).contains("give one of --file, --descriptors and --server");
    assertThat(run("validate", "--descriptors", file("d", "no descriptors"))).isEqualTo(1);
    assertThat(run("validate", "--server", "127.0.0.1:1")).isEqualTo(2);
  }

  @Test
  void annotatedMessagesAreASchema() throws Exception {
    Path set = folder.resolve("set.binpb");
    Files.write(set, annotated().toByteArray());

    assertThat(run("snapshot", "--descriptors", set.toString())).isZero();

    assertThat(shell.out().replaceAll("\\s+", ""))
        .contains("warning:Task.tags:clientsderivedifferentkindsfromthistype;itistakenaslist_str")
        .contains(
            ("'capability_implications':[{'ext':4,'implies_core':['COMMENT'],'implies_ext':[5]}],"
                    + "'capability_mappings':[{'field_id':2,'field_value':'done',"
                    + "'op':'UpdateNode','required_core':'ADMIN'},{'child_type_id':8,"
                    + "'op':'CreateEdge','required_core':'COMMENT','required_ext':4}]")
                .replace('\'', '"'))
        .contains(
            ("'composite_unique':[{'field_ids':[1,2]}],'data_policy':'business',"
                    + "'fields':[{'field_id':1,'kind':'str','name':'title','required':true},"
                    + "{'default':'open','enum_values':['open','done'],'field_id':2,'kind':'enum',"
                    + "'name':'state'},{'field_id':3,'kind':'list_str','name':'tags'},"
                    + "{'field_id':4,'kind':'timestamp','name':'due','pii':true}],'name':'Task',"
                    + "'subject_field':1,'type_id':7")
                .replace('\'', '"'))
        .contains(
            "{\"edge_id\":9,\"from_type_id\":0,\"name\":\"about\",\"on_subject_exit\":\"to\","
                + "\"propagate_share\":true,\"props\":[],\"to_type_id\":0}");
  }

  @Test
  void annotationsThatMakeNoSenseAreNamed() throws Exception {
    var message = DescriptorProto.newBuilder().setName("Task");
    message.setOptions(
        MessageOptions.newBuilder()
            .setExtension(
                EntDbOptionsProto.node,
                NodeOpts.newBuilder().setTypeId(7).setSubjectField("who").build()));
    Path set = folder.resolve("set.binpb");
    Files.write(set, FileDescriptorSet.newBuilder().addFile(file(message)).build().toByteArray());

    assertThat(run("validate", "--descriptors", set.toString())).isEqualTo(1);
    assertThat(shell.out()).contains("the schema is invalid: Task has no field \"who\"");
  }

  @Test
  void aGatewayIsAskedForATenantsSchema() throws Exception {
    HttpServer gateway =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/v1/schema",
        exchange -> {
          boolean asked = "tenant_id=acme".equals(exchange.getRequestURI().getQuery());
          byte[] body = quoted("{'fingerprint':'x'," + NOTE.substring(1)).getBytes(UTF_8);
          exchange.sendResponseHeaders(asked ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    gateway.start();
    try {
      String address = "127.0.0.1:" + gateway.getAddress().getPort();
      assertThat(run("validate", "--server", address, "--tenant-id", "acme")).isZero();
      assertThat(shell.out()).contains("valid: 1 node types");
      assertThat(run("validate", "--server", address)).isEqualTo(2);
      assertThat(shell.err()).contains("answers 404");
    } finally {
      gateway.stop(0);
    }
  }

  private static FileDescriptorSet annotated() {
    NodeOpts node =
        NodeOpts.newBuilder()
            .setTypeId(7)
            .setDataPolicy(DataPolicy.DATA_POLICY_BUSINESS)
            .setSubjectField("title")
            .addCompositeUnique(UniqueConstraint.newBuilder().addFields("title").addFields("state"))
            .addCapabilityMappings(
                CapabilityMapping.newBuilder()
                    .setOp("UpdateNode")
                    .setField("state")
                    .setFieldValue("done")
                    .setRequiredCore(CoreCapability.CORE_CAP_ADMIN))
            .addCapabilityMappings(
                CapabilityMapping.newBuilder()
                    .setOp("CreateEdge")
                    .setChildType("Comment")
                    .setRequiredCore(CoreCapability.CORE_CAP_COMMENT)
                    .setRequiredExt(4))
            .addCapabilityImplications(
                CapabilityImplication.newBuilder()
                    .setExt(4)
                    .addImpliesCore(CoreCapability.CORE_CAP_COMMENT)
                    .addImpliesExt(5))
            .build();
    var task =
        DescriptorProto.newBuilder()
            .setName("Task")
            .setOptions(MessageOptions.newBuilder().setExtension(EntDbOptionsProto.node, node))
            .addField(
                field(
                    "title",
                    1,
                    FieldDescriptorProto.Type.TYPE_STRING,
                    FieldOpts.newBuilder().setRequired(true)))
            .addField(
                field(
                    "state",
                    2,
                    FieldDescriptorProto.Type.TYPE_STRING,
                    FieldOpts.newBuilder().setEnumValues("open, done").setDefaultValue("open")))
            .addField(
                field("tags", 3, FieldDescriptorProto.Type.TYPE_STRING, FieldOpts.newBuilder())
                    .setLabel(Label.LABEL_REPEATED))
            .addField(
                field(
                    "due",
                    4,
                    FieldDescriptorProto.Type.TYPE_INT64,
                    FieldOpts.newBuilder().setKind("timestamp").setPhi(true)));
    var comment =
        DescriptorProto.newBuilder()
            .setName("Comment")
            .setOptions(
                MessageOptions.newBuilder()
                    .setExtension(
                        EntDbOptionsProto.node, NodeOpts.newBuilder().setTypeId(8).build()));
    var about =
        DescriptorProto.newBuilder()
            .setName("About")
            .setOptions(
                MessageOptions.newBuilder()
                    .setExtension(
                        EntDbOptionsProto.edge,
                        EdgeOpts.newBuilder()
                            .setEdgeId(9)
                            .setName("about")
                            .setPropagateShare(true)
                            .setOnSubjectExit(SubjectExitPolicy.SUBJECT_EXIT_TO)
                            .build()));
    var plain = DescriptorProto.newBuilder().setName("Unrelated");
    return FileDescriptorSet.newBuilder()
        .addFile(file(task).addMessageType(comment).addMessageType(about).addMessageType(plain))
        .build();
  }

  private static FileDescriptorProto.Builder file(DescriptorProto.Builder message) {
    return FileDescriptorProto.newBuilder().setPackage("app").addMessageType(message);
  }

  private static FieldDescriptorProto.Builder field(
      String name, int number, FieldDescriptorProto.Type type, FieldOpts.Builder options) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(Label.LABEL_OPTIONAL)
        .setOptions(
            FieldOptions.newBuilder().setExtension(EntDbOptionsProto.field, options.build()));
  }

  private String file(String name, String json) throws Exception {
    Path file = folder.resolve(name + ".json");
    Files.writeString(file, quoted(json));
    return file.toString();
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }

  private int run(String... arguments) {
    return shell.plain("schema", arguments);
  }
}

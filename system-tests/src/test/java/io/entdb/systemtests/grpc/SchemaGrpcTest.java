package io.entdb.systemtests.grpc;

import static io.entdb.systemtests.grpc.Grpc.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.grpc.v1.CreateNodeOp;
import io.entdb.grpc.v1.ExecuteAtomicRequest;
import io.entdb.grpc.v1.ExecuteAtomicResponse;
import io.entdb.grpc.v1.GetSchemaRequest;
import io.entdb.grpc.v1.GetSchemaResponse;
import io.entdb.grpc.v1.Operation;
import io.entdb.grpc.v1.SchemaCompositeUniqueDef;
import io.entdb.grpc.v1.SchemaDescriptor;
import io.entdb.grpc.v1.SchemaEdgeTypeDef;
import io.entdb.grpc.v1.SchemaFieldDef;
import io.entdb.grpc.v1.SchemaNodeTypeDef;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import io.grpc.Status.Code;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Writes that bring their schema along, as the SDKs do. */
@ExtendWith(SharedStack.class)
class SchemaGrpcTest {
  private static final int TASK = 1001;

  private static final SchemaDescriptor SCHEMA = schema(title("str"));

  private LocalStack stack;
  private Grpc grpc;

  @BeforeEach
  void freshTenant(LocalStack shared) {
    stack = shared;
    grpc = Grpc.fresh(shared);
  }

  private static SchemaFieldDef.Builder title(String kind) {
    return SchemaFieldDef.newBuilder().setFieldId(1).setKind(kind).setUnique(true);
  }

  private static SchemaDescriptor schema(SchemaFieldDef.Builder... fields) {
    var type = SchemaNodeTypeDef.newBuilder().setTypeId(TASK);
    for (SchemaFieldDef.Builder field : fields) {
      type.addFields(field);
    }
    return SchemaDescriptor.newBuilder()
        .addNodeTypes(type)
        .addEdgeTypes(SchemaEdgeTypeDef.newBuilder().setEdgeId(1002).setOnSubjectExit("both"))
        .build();
  }

  private static Operation task(String title) {
    return Grpc.create(CreateNodeOp.newBuilder().setTypeId(TASK).putTypedData(1, text(title)));
  }

  private ExecuteAtomicResponse execute(ExecuteAtomicRequest.Builder request) {
    return grpc.call().executeAtomic(request.build());
  }

  private String fingerprint() {
    return grpc.call()
        .getSchema(GetSchemaRequest.newBuilder().setTenantId(grpc.tenant()).build())
        .getFingerprint();
  }

  @Test
  void anAttachedSchemaIsRegisteredByTheWriteItself() {
    ExecuteAtomicResponse first =
        execute(grpc.plan(task("a")).setSchema(SCHEMA).setSchemaFingerprint("sha256:mine"));
    assertThat(first.getSuccess()).isTrue();
    String registered = fingerprint();
    assertThat(registered).startsWith("sha256:");

    // From now on the fingerprint is enough, and the schema again changes nothing.
    assertThat(execute(grpc.plan(task("b")).setSchemaFingerprint(registered)).getSuccess())
        .isTrue();
    assertThat(execute(grpc.plan(task("c")).setSchema(SCHEMA)).getSuccess()).isTrue();
    assertThat(fingerprint()).isEqualTo(registered);

    // What the client's operations are counted from is not moved by the schema before them.
    Grpc.requireFailure(
        Code.ALREADY_EXISTS,
        "type_id=1001 field_id=1 value='a' already exists",
        () -> execute(grpc.plan(task("a")).setSchema(SCHEMA)));
  }

  @Test
  void anotherFingerprintWithoutSchemaIsAMismatchThatNamesTheServers() {
    execute(grpc.plan(task("a")).setSchema(SCHEMA));
    String unseen = "sha256:" + UUID.randomUUID();
    ExecuteAtomicResponse mismatch =
        execute(grpc.plan(task("b")).setSchemaFingerprint(unseen).setIdempotencyKey("k"));
    assertThat(mismatch.getSuccess()).isFalse();
    assertThat(mismatch.getErrorCode()).isEqualTo("SCHEMA_MISMATCH");
    assertThat(mismatch.getError()).isEqualTo("Schema mismatch: server has " + fingerprint());
    // The client sends the same again, with its schema.
    assertThat(
            execute(
                    grpc.plan(task("b"))
                        .setSchemaFingerprint(unseen)
                        .setSchema(SCHEMA)
                        .setIdempotencyKey("k"))
                .getSuccess())
        .isTrue();
  }

  @Test
  void aSecondTenantKnowsWhatTheFingerprintStandsFor() {
    execute(grpc.plan(task("a")).setSchema(SCHEMA));
    String known = fingerprint();
    grpc = Grpc.fresh(stack);
    assertThat(execute(grpc.plan(task("a")).setSchemaFingerprint(known)).getSuccess()).isTrue();
    assertThat(fingerprint()).isEqualTo(known);
  }

  @Test
  void aCompatibleChangeIsTakenAndAnOlderClientGoesOnWriting() {
    execute(grpc.plan(task("a")).setSchema(SCHEMA));
    SchemaDescriptor newer =
        schema(title("str"), SchemaFieldDef.newBuilder().setFieldId(2).setKind("int"));
    assertThat(execute(grpc.plan(task("b")).setSchema(newer)).getSuccess()).isTrue();
    String after = fingerprint();
    assertThat(execute(grpc.plan(task("c")).setSchema(SCHEMA)).getSuccess()).isTrue();
    assertThat(fingerprint()).isEqualTo(after);
  }

  @Test
  void aConflictIsAnAnswerThatNamesTheChange() {
    execute(grpc.plan(task("a")).setSchema(SCHEMA));
    ExecuteAtomicResponse conflict =
        execute(grpc.plan(task("b")).setSchema(schema(title("bytes"))));
    assertThat(conflict.getSuccess()).isFalse();
    assertThat(conflict.getErrorCode()).isEqualTo("FAILED_PRECONDITION");
    assertThat(conflict.getPreconditionFailure().getField())
        .startsWith("schema: conflicting type definition: ")
        .contains("FIELD_KIND_CHANGED node:1001.field:1");
  }

  @Test
  void aSchemaThatMakesNoSenseIsRefused() {
    refused("no kind of field", schema(title("text")));
    refused("field_id", schema(title("str").setFieldId(70_000)));
    refused("stands twice", SCHEMA.toBuilder().addNodeTypes(SCHEMA.getNodeTypes(0)).build());
    refused(
        "composite_unique",
        SchemaDescriptor.newBuilder()
            .addNodeTypes(
                SchemaNodeTypeDef.newBuilder()
                    .setTypeId(TASK)
                    .addCompositeUnique(SchemaCompositeUniqueDef.newBuilder().addFieldIds(9)))
            .build());
    refused(
        "no data policy",
        SchemaDescriptor.newBuilder()
            .addNodeTypes(SchemaNodeTypeDef.newBuilder().setTypeId(TASK).setDataPolicy("secret"))
            .build());
  }

  private void refused(String text, SchemaDescriptor schema) {
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT, text, () -> execute(grpc.plan(task("x")).setSchema(schema)));
  }

  @Test
  void theSchemaIsShownWholeOrByType() {
    execute(grpc.plan(task("a")).setSchema(SCHEMA));
    var request = GetSchemaRequest.newBuilder().setTenantId(grpc.tenant());
    GetSchemaResponse whole = grpc.call().getSchema(request.build());
    GetSchemaResponse part = grpc.call().getSchema(request.setTypeId(TASK).build());
    assertThat(types(whole, "node_types")).isEqualTo(1);
    assertThat(types(whole, "edge_types")).isEqualTo(1);
    assertThat(types(part, "node_types")).isEqualTo(1);
    assertThat(types(part, "edge_types")).isZero();
    assertThat(part.getFingerprint()).isEqualTo(whole.getFingerprint());
    // Without tenant: the default schema.
    GetSchemaResponse defaults = grpc.call().getSchema(GetSchemaRequest.getDefaultInstance());
    assertThat(defaults.getFingerprint()).isNotEmpty().isNotEqualTo(whole.getFingerprint());
  }

  private static int types(GetSchemaResponse answer, String key) {
    return answer.getSchema().getFieldsOrThrow(key).getListValue().getValuesCount();
  }
}

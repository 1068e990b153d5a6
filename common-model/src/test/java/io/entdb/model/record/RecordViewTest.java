package io.entdb.model.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.entdb.model.json.JsonReader;
import io.entdb.model.json.JsonWriter;
import io.entdb.model.proto.AuthorityMessage;
import io.entdb.model.proto.CreateNodeMessage;
import io.entdb.model.proto.FieldMessage;
import io.entdb.model.proto.OperationMessage;
import io.entdb.model.proto.PayloadMessage;
import io.entdb.model.proto.RecordMessage;
import io.entdb.model.proto.ValueMessage;
import org.junit.jupiter.api.Test;

final class RecordViewTest {
  @Test
  void aRecordIsShownByTheNamesOfItsFormat() {
    var value = ValueMessage.newBuilder().setStr("Ada \n \"L\"");
    var payload =
        PayloadMessage.newBuilder().addFields(FieldMessage.newBuilder().setId(1).setValue(value));
    var create = CreateNodeMessage.newBuilder().setTypeId(7).setId("n1").setPayload(payload);
    byte[] record =
        RecordMessage.newBuilder()
            .setTenantId("acme")
            .setIncarnation(12)
            .setAuthority(AuthorityMessage.newBuilder().setKind(AuthorityMessage.Kind.SYSTEM))
            .setRequestHash(ByteString.copyFromUtf8("abc"))
            .addOperations(OperationMessage.newBuilder().setCreateNode(create))
            .build()
            .toByteArray();

    assertThat(JsonWriter.canonical(RecordView.of(record)))
        .isEqualTo(
            "{\"authority\":{\"kind\":\"SYSTEM\"},\"incarnation\":12,\"operations\":[{\"create_node\":{\"id\":\"n1\",\"payload\":{\"fields\":[{\"id\":1,\"value\":{\"str\":\"Ada"
                + " \\n"
                + " \\\"L\\\"\"}}]},\"type_id\":7}}],\"request_hash\":\"YWJj\","
                + "\"tenant_id\":\"acme\"}");
  }

  @Test
  void longStringsAreCutBetweenCharacters() {
    String name = "a".repeat(255) + "\uD83D\uDE00".repeat(10);
    byte[] record = RecordMessage.newBuilder().setActor(name).build().toByteArray();

    String view = JsonWriter.canonical(RecordView.of(record));

    assertThat(view).isEqualTo("{\"actor\":\"" + "a".repeat(255) + "… (275 characters)\"}");
    assertThat(JsonWriter.canonical(JsonReader.read(view, 9))).isEqualTo(view);
  }

  @Test
  void whatIsNoRecordSaysSo() {
    assertThat(JsonWriter.canonical(RecordView.of(new byte[] {(byte) 0xff})))
        .startsWith("{\"unreadable\":");
    assertThat(JsonWriter.canonical(RecordView.of(new byte[0]))).isEqualTo("{}");
    byte[] newer = "\u00fa\u0007\u0001x".getBytes(UTF_8);
    assertThat(JsonWriter.canonical(RecordView.of(newer))).isNotEmpty();
  }
}

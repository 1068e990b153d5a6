package io.entdb.backup.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entdb.backup.JsonFields;
import io.entdb.backup.SealedJson;
import io.entdb.backup.archive.SegmentIndex.Barrier;
import io.entdb.backup.archive.SegmentIndex.Location;
import io.entdb.backup.archive.SegmentIndex.Member;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An index as sealed JSON. */
final class SegmentIndexJson {
  static final int FORMAT = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SegmentIndexJson() {}

  static byte[] write(SegmentIndex index) {
    return SealedJson.write(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeNumberField("partition", index.partition());
          json.writeNumberField("first_n", index.firstN());
          json.writeNumberField("follows_n", index.followsN());
          json.writeNumberField("through_n", index.throughN());
          json.writeNumberField("through_time_ms", index.throughTimeMs());
          json.writeNumberField("created_at_ms", index.createdAtMs());
          json.writeNumberField("records", index.records());
          json.writeObjectFieldStart("segment");
          json.writeStringField("name", index.segment().name().value());
          json.writeNumberField("bytes", index.segment().bytes());
          json.writeStringField("sha256", index.segment().sha256());
          json.writeEndObject();
          json.writeArrayFieldStart("members");
          for (Member member : index.members()) {
            write(json, member);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("barriers");
          for (Barrier barrier : index.barriers()) {
            json.writeStartObject();
            json.writeStringField("key", barrier.key());
            json.writeNumberField("n", barrier.n());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, Member member) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", member.key());
    json.writeNumberField("from_byte", member.fromByte());
    json.writeNumberField("bytes", member.bytes());
    json.writeStringField("sha256", member.sha256());
    json.writeNumberField("first_n", member.firstN());
    json.writeNumberField("last_n", member.lastN());
    json.writeNumberField("records", member.records());
    json.writeEndObject();
  }

  static SegmentIndex read(ObjectName name, byte[] bytes) throws ObjectCorruptException {
    SealedJson.check(name, bytes);
    SegmentIndex index;
    long records;
    try {
      JsonNode root = MAPPER.readTree(bytes);
      JsonFields fields = new JsonFields(root);
      if (fields.number("format") != FORMAT) {
        throw new IOException("expected format 1, found " + fields.number("format"));
      }
      index = read(fields);
      records = fields.number("records");
    } catch (IOException | IllegalArgumentException e) {
      throw new ObjectCorruptException(name, "it is no index: " + e.getMessage(), e);
    }
    if (records != index.records()) {
      throw new ObjectCorruptException(name, "its members have not %d records".formatted(records));
    }
    if (!name.equals(ArchiveNames.index(index.partition(), index.firstN()))
        && !name.equals(
            ArchiveNames.compactedIndex(index.partition(), index.firstN(), index.throughN()))) {
      throw new ObjectCorruptException(
          name, "it is the index at %d:%d".formatted(index.partition(), index.firstN()));
    }
    return index;
  }

  private static SegmentIndex read(JsonFields fields) throws IOException {
    JsonFields segment = fields.object("segment");
    List<Member> members = new ArrayList<>();
    for (JsonFields member : fields.objects("members")) {
      members.add(
          new Member(
              member.text("key"),
              member.number("from_byte"),
              Math.toIntExact(member.number("bytes")),
              member.text("sha256"),
              member.number("first_n"),
              member.number("last_n"),
              Math.toIntExact(member.number("records"))));
    }
    List<Barrier> barriers = new ArrayList<>();
    for (JsonFields barrier : fields.objects("barriers")) {
      barriers.add(new Barrier(barrier.text("key"), barrier.number("n")));
    }
    return new SegmentIndex(
        Math.toIntExact(fields.number("partition")),
        fields.number("first_n"),
        fields.number("follows_n"),
        fields.number("through_n"),
        fields.number("through_time_ms"),
        new Location(
            new ObjectName(segment.text("name")), segment.number("bytes"), segment.text("sha256")),
        members,
        barriers,
        fields.number("created_at_ms"));
  }
}

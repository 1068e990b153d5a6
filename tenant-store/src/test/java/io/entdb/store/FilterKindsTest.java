package io.entdb.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.model.Filter;
import io.entdb.model.Filter.Op;
import io.entdb.model.InvalidException;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Value;
import io.entdb.model.record.Operation;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every filter operator on every kind of field, with an index and without. */
class FilterKindsTest {
  private static final int TYPE = 1;
  private static final int PLAIN = 1;
  private static final int INDEXED = 2;

  @TempDir Path folder;
  private Acme acme;

  @BeforeEach
  void open() throws Exception {
    acme = new Acme(folder, Schema.EMPTY);
  }

  @AfterEach
  void close() throws Exception {
    acme.close();
  }

  /**
   * A kind, and three values of it.
   *
   * @param low less than {@code middle}, where the kind has an order
   */
  record Sample(FieldKind kind, Value low, Value middle, Value high) {}

  static Stream<Sample> kinds() {
    return Stream.of(
        new Sample(FieldKind.STR, text("abc"), text("b"), text("\uD83D\uDE00")),
        new Sample(
            FieldKind.INT,
            new Value.Int(Long.MIN_VALUE),
            new Value.Int((1L << 53) + 1),
            new Value.Int((1L << 53) + 2)),
        new Sample(
            FieldKind.FLOAT, new Value.Float(-1e300), new Value.Float(0), new Value.Float(1e-300)),
        new Sample(
            FieldKind.TIMESTAMP, new Value.Int(0), new Value.Int(1), new Value.Int(1L << 60)),
        new Sample(
            FieldKind.BYTES,
            new Value.Bytes(new byte[] {1}),
            new Value.Bytes(new byte[] {1, 0}),
            new Value.Bytes(new byte[] {-1})),
        new Sample(FieldKind.ENUM, text("a"), text("b"), text("c")),
        new Sample(FieldKind.REF, text("abc"), text("b"), text("n1")),
        new Sample(
            FieldKind.JSON, new Value.Json("1"), new Value.Json("[1]"), new Value.Json("{}")),
        new Sample(FieldKind.LIST_STR, texts("a"), texts("b"), texts("a", "b")),
        new Sample(FieldKind.LIST_REF, texts("abc"), texts("b"), texts("n1", "b")),
        new Sample(
            FieldKind.LIST_INT,
            new Value.IntList(List.of(1L)),
            new Value.IntList(List.of(2L)),
            new Value.IntList(List.of(1L, 2L))));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void operatorsMeanTheSameWithAndWithoutAnIndex(Sample sample) throws Exception {
    prepare(sample);
    expect(sample, Op.EQ, sample.middle, "middle");
    expect(sample, Op.NEQ, sample.middle, "low", "high");
    assertThat(found(new Filter(PLAIN, Op.IN, List.of(sample.low, sample.high))))
        .containsExactly("high", "low");
    if (sample.kind.isScalar()) {
      expect(sample, Op.LT, sample.middle, "low");
      expect(sample, Op.LTE, sample.middle, "low", "middle");
      expect(sample, Op.GT, sample.middle, "high");
      expect(sample, Op.GTE, sample.middle, "high", "middle");
    } else {
      for (Op op : List.of(Op.LT, Op.LTE, Op.GT, Op.GTE)) {
        refuse(op, sample.middle);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void partsAndPatternsAreOfTextsAndLists(Sample sample) throws Exception {
    prepare(sample);
    switch (sample.kind) {
      case STR, ENUM, REF -> {
        expect(sample, Op.LIKE, text("b%"), "middle");
        expect(
            sample,
            Op.CONTAINS,
            text("b"),
            sample.kind == FieldKind.ENUM
                ? new String[] {"middle"}
                : new String[] {"low", "middle"});
      }
      case LIST_STR -> {
        expect(sample, Op.CONTAINS, text("a"), "low", "high");
        refuse(Op.LIKE, text("a"));
      }
      case LIST_REF -> {
        expect(sample, Op.CONTAINS, text("b"), "high", "middle");
        refuse(Op.LIKE, text("a"));
      }
      case LIST_INT -> {
        expect(sample, Op.CONTAINS, new Value.Int(2), "high", "middle");
        refuse(Op.LIKE, text("a"));
      }
      case INT, FLOAT, BOOL, TIMESTAMP, BYTES, JSON -> {
        refuse(Op.LIKE, text("a"));
        refuse(Op.CONTAINS, text("a"));
      }
    }
  }

  @org.junit.jupiter.api.Test
  void booleansHaveAnOrderToo() throws Exception {
    var sample =
        new Sample(FieldKind.BOOL, new Value.Bool(false), new Value.Bool(true), Value.NULL);
    prepare(sample);

    expect(sample, Op.EQ, new Value.Bool(true), "middle");
    expect(sample, Op.NEQ, new Value.Bool(true), "low");
    expect(sample, Op.LT, new Value.Bool(true), "low");
    expect(sample, Op.GTE, new Value.Bool(false), "low", "middle");
    refuse(Op.LIKE, text("a"));
  }

  /** Absent and null match nothing, also not neq. */
  private void prepare(Sample sample) throws Exception {
    var fields = new ArrayList<FieldDef>(List.of(field(sample, PLAIN, false)));
    if (sample.kind.isScalar()) {
      fields.add(field(sample, INDEXED, true));
    }
    acme.apply(
        new Operation.PutSchema(Schema.of(List.of(NodeType.of(TYPE, "T", fields)), List.of())));
    acme.apply(
        node("abc", Map.of()),
        node("b", Map.of()),
        node("n1", Map.of()),
        node("null", both(sample, Value.NULL)));
    acme.apply(
        node("low", both(sample, sample.low)),
        node("middle", both(sample, sample.middle)),
        node("high", both(sample, sample.high)));
  }

  private static Map<Integer, Value> both(Sample sample, Value value) {
    return sample.kind.isScalar() ? Map.of(PLAIN, value, INDEXED, value) : Map.of(PLAIN, value);
  }

  private static FieldDef field(Sample sample, int id, boolean indexed) {
    List<String> words = sample.kind == FieldKind.ENUM ? List.of("c", "b", "a") : List.of();
    return new FieldDef(
        id,
        "f" + id,
        sample.kind,
        false,
        "",
        words,
        sample.kind == FieldKind.REF ? TYPE : 0,
        indexed,
        false,
        false,
        false,
        false,
        "");
  }

  private void expect(Sample sample, Op op, Value value, String... ids) throws Exception {
    var expected = new TreeSet<>(List.of(ids));
    assertThat(found(new Filter(PLAIN, op, List.of(value))))
        .as("%s of %s", op, sample.kind)
        .containsExactlyElementsOf(expected);
    if (sample.kind.isScalar()) {
      assertThat(found(new Filter(INDEXED, op, List.of(value))))
          .as("%s of %s, indexed", op, sample.kind)
          .containsExactlyElementsOf(expected);
    }
  }

  private void refuse(Op op, Value value) {
    assertThatThrownBy(() -> found(new Filter(PLAIN, op, List.of(value))))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("does not apply to field 1");
  }

  private List<String> found(Filter filter) throws StoreException {
    var query =
        new NodeQuery(
            TYPE, List.of(filter), new NodeQuery.Order.Id(), false, Optional.empty(), 0, 100);
    return acme.store.read(Acme.viewer(Records.ALICE), it -> it.query(query)).items().stream()
        .map(it -> it.id().value())
        .toList();
  }

  private static Operation node(String id, Map<Integer, Value> fields) {
    return new Operation.CreateNode(TYPE, new NodeId(id), "", Payload.of(fields), Optional.empty());
  }

  private static Value text(String text) {
    return new Value.Str(text);
  }

  private static Value texts(String... texts) {
    return new Value.StrList(List.of(texts));
  }
}

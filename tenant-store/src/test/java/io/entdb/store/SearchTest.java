package io.entdb.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.model.Grant;
import io.entdb.model.InvalidException;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.record.Operation;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What full-text search finds, and what it forgets. */
class SearchTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Viewer BOB = new Viewer(Records.BOB, new Authority.Asserted());

  @TempDir Path folder;
  private final Records records = new Records(ACME, 1);
  private TenantStore store;

  @BeforeEach
  void open() throws Exception {
    store = TenantStore.open(folder.resolve("acme.db"), ACME, StoreSettings.DEFAULT);
    store.apply(List.of(records.opening(Shop.SCHEMA)));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  @Test
  void wordsAreFoundByTheirStemsAndInPhrases() throws Exception {
    apply(item("n1", "Running shoes"), item("n2", "A shoe box"), item("n3", "Hat"));

    assertThat(found("shoe")).containsExactlyInAnyOrder("n1", "n2");
    assertThat(found("run*")).containsExactly("n1");
    assertThat(found("\"shoe box\"")).containsExactly("n2");
    assertThat(found("shoe NOT box")).containsExactly("n1");
  }

  @Test
  void theIndexFollowsUpdatesAndDeletes() throws Exception {
    apply(item("n1", "red"), item("n2", "red"));
    apply(
        new Operation.UpdateNode(
            Shop.byId("n1"),
            Payload.of(Map.of(1, Shop.str("blue"))),
            java.util.OptionalLong.empty(),
            Optional.empty()),
        new Operation.DeleteNode(Shop.byId("n2"), false));

    assertThat(found("red")).isEmpty();
    assertThat(found("blue")).containsExactly("n1");
  }

  @Test
  void onlyWhatTheViewerSeesIsFoundAndPaged() throws Exception {
    for (int i = 0; i < 10; i++) {
      Operation.CreateNode item = item("n" + i, "red");
      apply(i % 2 == 0 ? Shop.withAcl(item, new Grant[0]) : item);
    }
    TenantReader.SearchPage first = store.read(BOB, it -> it.search(Shop.ITEM, "red", 0, 3));
    TenantReader.SearchPage second = store.read(BOB, it -> it.search(Shop.ITEM, "red", 3, 3));

    assertThat(ids(first)).containsExactly("n1", "n3", "n5");
    assertThat(first.hasMore()).isTrue();
    assertThat(ids(second)).containsExactly("n7", "n9");
    assertThat(second.hasMore()).isFalse();
  }

  @Test
  void malformedQueriesAreTheClientsFault() {
    for (String text : List.of("\"open", "a AND", "nosuch: x", "*", "(", "NEAR(", "^")) {
      assertThatThrownBy(() -> found(text)).as(text).isInstanceOf(InvalidException.class);
    }
    assertThatThrownBy(() -> found("  ")).hasMessage("query must not be empty");
    assertThatThrownBy(() -> found("a".repeat(1_001)))
        .hasMessage("query must be under 1000 characters");
  }

  @Test
  void noQueryIsAnybodyElsesFault() throws Exception {
    apply(item("n1", "red"));
    var random = new SplittableRandom(3);
    String alphabet = "ab\"*()^:+-{} ANDORNOTNEAR',\\\u0000é\uD83D";
    for (int i = 0; i < 3_000; i++) {
      var text = new StringBuilder("r");
      for (int c = random.nextInt(12); c > 0; c--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        found(text.toString());
      } catch (InvalidException expected) {
        assertThat(expected.getMessage()).contains("query");
      }
    }
  }

  @Test
  void makingAFieldSearchableLaterIndexesWhatIsThere() throws Exception {
    apply(Shop.person("p1", "Ann"), item("n1", "red"));
    var fields =
        List.of(
            new FieldDef(
                1,
                "title",
                FieldKind.STR,
                false,
                "",
                List.of(),
                0,
                false,
                false,
                false,
                false,
                false,
                ""),
            new FieldDef(
                2,
                "note",
                FieldKind.STR,
                false,
                "",
                List.of(),
                0,
                false,
                true,
                false,
                false,
                false,
                ""));
    apply(
        new Operation.PutSchema(
            Schema.of(
                List.of(Shop.PERSONS, NodeType.of(Shop.ITEM, "Item", fields)),
                Shop.SCHEMA.edgeTypes().values())));
    assertThat(found("red")).isEmpty();

    apply(new Operation.PutSchema(both(fields)));
    assertThat(found("red")).containsExactly("n1");
  }

  @Test
  void deletedTextIsGoneFromTheFile() throws Exception {
    apply(item("n1", "xylophonist"));
    apply(new Operation.DeleteNode(Shop.byId("n1"), true));
    // Outcomes keep ids, never payloads; so nothing of the text may be left.
    Path image = folder.resolve("image");
    try (PinnedFile pinned = store.pin()) {
      Files.copy(pinned.path(), image);
    }
    assertThat(new String(Files.readAllBytes(image), StandardCharsets.ISO_8859_1))
        .doesNotContainIgnoringCase("xylophon");
  }

  private static Schema both(List<FieldDef> fields) {
    FieldDef title =
        new FieldDef(
            1,
            "title",
            FieldKind.STR,
            false,
            "",
            List.of(),
            0,
            false,
            true,
            false,
            false,
            false,
            "");
    return Schema.of(
        List.of(Shop.PERSONS, NodeType.of(Shop.ITEM, "Item", List.of(title, fields.get(1)))),
        Shop.SCHEMA.edgeTypes().values());
  }

  private static Operation.CreateNode item(String id, String title) {
    return new Operation.CreateNode(
        Shop.ITEM, new NodeId(id), "", Payload.of(Map.of(1, Shop.str(title))), Optional.empty());
  }

  private List<String> found(String text) throws StoreException {
    TenantReader.SearchPage page =
        store.read(Viewer.INTERNAL, it -> it.search(Shop.ITEM, text, 0, 100));
    return ids(page);
  }

  private static List<String> ids(TenantReader.SearchPage page) {
    return page.nodes().stream().map(it -> it.id().value()).toList();
  }

  private void apply(Operation... operations) throws Exception {
    assertThat(store.apply(List.of(records.plan(operations))).getFirst().outcome())
        .isInstanceOf(io.entdb.model.record.Outcome.Applied.class);
  }
}

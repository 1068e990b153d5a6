package io.entdb.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every object store does. Each test gets a store without objects. */
public abstract class ObjectStoreContract {
  private static final ObjectName NAME = new ObjectName("a/b/00001.json");

  @TempDir protected Path folder;

  /** An empty store. */
  protected abstract ObjectStore store() throws Exception;

  @Test
  void anObjectIsReadAsItWasWritten() throws Exception {
    ObjectStore store = store();
    for (int bytes : new int[] {0, 1, 1_000, 3_000_000}) {
      ObjectName name = new ObjectName("sizes/" + bytes);
      byte[] content = randomBytes(bytes);

      assertThat(store.putIfAbsent(name, content)).isTrue();

      assertThat(store.get(name)).hasValue(content);
      assertThat(store.head(name).orElseThrow().bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void whatIsNotThereIsAbsent() throws Exception {
    ObjectStore store = store();

    assertThat(store.get(NAME)).isEmpty();
    assertThat(store.getRange(NAME, 0, 10)).isEmpty();
    assertThat(store.head(NAME)).isEmpty();
    assertThat(store.list("a/", "")).isEmpty();
    store.delete(NAME);
  }

  @Test
  void theFirstWriterWinsAndIsToldSoAgain() throws Exception {
    ObjectStore store = store();
    store.putIfAbsent(NAME, "first".getBytes(UTF_8));

    assertThat(store.putIfAbsent(NAME, "other".getBytes(UTF_8))).isFalse();
    assertThat(store.putIfAbsent(NAME, "longer than the first".getBytes(UTF_8))).isFalse();
    assertThat(store.putIfAbsent(NAME, "first".getBytes(UTF_8))).isTrue();

    assertThat(store.get(NAME)).hasValue("first".getBytes(UTF_8));
  }

  @Test
  void ofManyWritersOneWins() throws Exception {
    ObjectStore store = store();
    for (int round = 0; round < 10; round++) {
      ObjectName name = new ObjectName("race/" + round);
      List<Callable<Boolean>> writers = new ArrayList<>();
      for (int writer = 0; writer < 8; writer++) {
        byte[] content = ("writer " + writer).getBytes(UTF_8);
        writers.add(() -> store.putIfAbsent(name, content));
      }

      int winners = 0;
      try (var threads = Executors.newFixedThreadPool(writers.size())) {
        for (Future<Boolean> won : threads.invokeAll(writers)) {
          winners += won.get() ? 1 : 0;
        }
      }

      assertThat(winners).isEqualTo(1);
    }
  }

  @Test
  void aFileIsStoredLikeBytes() throws Exception {
    ObjectStore store = store();
    byte[] content = randomBytes(2_500_000);
    Path file = Files.write(folder.resolve("file"), content);

    assertThat(store.putIfAbsent(NAME, file)).isTrue();
    assertThat(store.putIfAbsent(NAME, file)).isTrue();
    assertThat(store.get(NAME)).hasValue(content);

    Files.write(file, new byte[] {1});
    assertThat(store.putIfAbsent(NAME, file)).isFalse();
  }

  @Test
  void rangesAreCutAtTheEnd() throws Exception {
    ObjectStore store = store();
    store.putIfAbsent(NAME, "0123456789".getBytes(UTF_8));

    assertThat(store.getRange(NAME, 2, 3)).hasValue("234".getBytes(UTF_8));
    assertThat(store.getRange(NAME, 8, 100)).hasValue("89".getBytes(UTF_8));
    assertThat(store.getRange(NAME, 10, 1)).hasValue(new byte[0]);
    assertThat(store.getRange(NAME, 0, 10)).hasValue("0123456789".getBytes(UTF_8));
  }

  @Test
  void listingsAreCompleteAndSorted() throws Exception {
    ObjectStore store = store();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 1_105; i++) {
      names.add("many/%05d".formatted(i * 7));
    }
    for (String name : names.reversed()) {
      store.putIfAbsent(new ObjectName(name), new byte[] {1});
    }
    store.putIfAbsent(new ObjectName("mane/1"), new byte[] {1});
    store.putIfAbsent(new ObjectName("many.1"), new byte[] {1});

    assertThat(names(store.list("many/", ""))).isEqualTo(names);
    assertThat(names(store.newestFirst("many/"))).isEqualTo(names.reversed());
    assertThat(names(store.list("many/", "many/07000")))
        .isEqualTo(names.subList(1_001, names.size()));
    assertThat(names(store.list("many/0000", ""))).containsExactly("many/00000", "many/00007");
    assertThat(store.listPage("many/", "many/00001", 2)).hasSize(2);
    assertThat(names(store.list("", ""))).hasSize(1_107).isSorted();
  }

  @Test
  void aListedObjectHasItsSizeAndTime() throws Exception {
    ObjectStore store = store();
    store.putIfAbsent(NAME, new byte[77]);

    ObjectEntry listed = store.list("a/", "").getFirst();

    assertThat(listed.bytes()).isEqualTo(77);
    assertThat(Duration.between(listed.modified(), now()).abs()).isLessThan(Duration.ofMinutes(1));
    assertThat(store.head(NAME)).hasValue(listed);
  }

  @Test
  void aRemovedObjectIsGone() throws Exception {
    ObjectStore store = store();
    store.putIfAbsent(NAME, new byte[] {1});

    store.delete(NAME);

    assertThat(store.get(NAME)).isEmpty();
    assertThat(store.list("", "")).isEmpty();
    assertThat(store.putIfAbsent(NAME, new byte[] {2})).isTrue();
  }

  /** The store's time. */
  protected Instant now() {
    return Instant.now();
  }

  private static List<String> names(List<ObjectEntry> entries) {
    return entries.stream().map(entry -> entry.name().value()).toList();
  }

  private static byte[] randomBytes(int count) {
    var bytes = new byte[count];
    new SplittableRandom(count).nextBytes(bytes);
    return bytes;
  }
}

package io.entdb.gateway.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.gateway.affinity.AffinityReader.Reading;
import java.util.HashSet;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AffinityTest {
  private static Affinity affinity(String self, String nodes) {
    Reading reading = AffinityReader.read(Optional.of(self), Optional.of(nodes));
    assertThat(reading.mistakes()).isEmpty();
    return reading.affinity();
  }

  private static int[] here(Affinity affinity) {
    return IntStream.range(0, 20).filter(affinity::isHere).toArray();
  }

  @Test
  void aNodeFollowsItsOwnTheDirectorysAndNobodys() {
    Affinity a = affinity("a", "a:1-3,7; b : 4 - 6,8");
    assertThat(here(a)).containsExactly(0, 1, 2, 3, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
    assertThat(a.othersOf(5)).containsExactly("b");
    assertThat(a.othersOf(3)).isEmpty();
    assertThat(a.othersOf(0)).isEmpty();
    assertThat(a.othersOf(19)).isEmpty();
    assertThat(a.redirect(8, new SplittableRandom(1))).contains("b");
    assertThat(a.redirect(19, new SplittableRandom(1))).isEmpty();
    assertThat(here(affinity("b", "a:1-3,7; b : 4 - 6,8"))).startsWith(0, 4, 5, 6, 8, 9);
  }

  @Test
  void withoutAMapEverybodyFollowsEverything() {
    assertThat(here(Affinity.NONE)).hasSize(20);
    for (String id : new String[] {"", "a"}) {
      Reading reading = AffinityReader.read(Optional.of(id), Optional.empty());
      assertThat(reading.mistakes()).isEmpty();
      assertThat(here(reading.affinity())).hasSize(20);
      assertThat(reading.affinity()).hasToString("all partitions");
    }
  }

  @Test
  void aPartitionMayHaveSeveralNodesOfWhichAnyIsNamed() {
    Affinity c = affinity("c", "a:1-4;b:3-6;c:7");
    assertThat(c.othersOf(3)).containsExactly("a", "b");
    var named = new HashSet<String>();
    var random = new SplittableRandom(5);
    for (int i = 0; i < 100; i++) {
      c.redirect(3, random).ifPresent(named::add);
    }
    assertThat(named).containsExactlyInAnyOrder("a", "b");
    assertThat(affinity("a", "a:1-4;b:3-6;c:7").isHere(3)).isTrue();
    assertThat(affinity("b", "a:1-4;b:3-6;c:7").isHere(3)).isTrue();
    assertThat(c).hasToString("all partitions but {1, 2, 3, 4, 5, 6}, as node c");
  }

  @ParameterizedTest(name = "{1} as {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | a:1;b:2 | ENTDB_GATEWAY_NODES needs ENTDB_GATEWAY_NODE_ID: which of a, b is this"
            + " gateway?",
        "c | a:1;b:2 | ENTDB_GATEWAY_NODE_ID is \"c\", but ENTDB_GATEWAY_NODES names a, b",
        "A_1 | '' | ENTDB_GATEWAY_NODE_ID: a node is 1 to 63 characters a-z, 0-9 and - as in a"
            + " host's name, not \"A_1\"",
        "a | a:1;b.c:2 | ENTDB_GATEWAY_NODES: a node is 1 to 63 characters a-z, 0-9 and - as in a"
            + " host's name, not \"b.c\"",
        "a | a:1;b | ENTDB_GATEWAY_NODES names no partitions of \"b\"; expected node:partitions,"
            + " such as a:1-7;b:8-15",
        "a | a:1;a:3 | ENTDB_GATEWAY_NODES names node \"a\" twice; one place takes all: a:1-3,7",
        "a | a:1-5,4-7 | ENTDB_GATEWAY_NODES, node \"a\": partition 4 is named twice",
        "a | a:7-1 | ENTDB_GATEWAY_NODES, node \"a\": the range 7-1 runs backwards",
        "a | a:0-3 | ENTDB_GATEWAY_NODES, node \"a\": every gateway follows partition 0, the"
            + " directory's; begin at 1",
        "a | a:1-10000 | ENTDB_GATEWAY_NODES, node \"a\": no log has a partition 10000",
        "a | a:1,x | ENTDB_GATEWAY_NODES, node \"a\": expected a partition or a range such as 1-7,"
            + " not \"x\"",
        "a | a:1, | ENTDB_GATEWAY_NODES, node \"a\": expected a partition or a range such as 1-7,"
            + " not \"\"",
      })
  void aMistakeIsNamed(String self, String nodes, String mistake) {
    assertThat(AffinityReader.read(Optional.of(self), Optional.of(nodes)).mistakes())
        .containsExactly(mistake);
  }

  @Test
  void allMistakesAreTold() {
    assertThat(AffinityReader.read(Optional.of("z"), Optional.of("a:0;a:2-1;b")).mistakes())
        .hasSize(5);
  }
}

package io.entdb.systemtests.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import java.util.ArrayList;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: every RPC answers and refuses in the codes and words that its clients rely on. Method: the
 * requests of {@code every-rpc.txt} are sent in their order to one tenant, and no RPC may lack a
 * request that succeeds.
 */
@ExtendWith(SharedStack.class)
class EveryRpcGrpcTest {
  @Test
  void everyRpcAnswersAsItsClientsExpect(LocalStack stack) throws Exception {
    RpcTable table = RpcTable.of(stack);
    var unproven = new TreeSet<>(table.rpcs());
    var wrong = new ArrayList<String>();
    for (RpcTable.Line line : table.lines()) {
      String got = table.send(Channels.of(stack), line).text();
      if (!line.isAnsweredBy(got)) {
        wrong.add(
            "line %d: %s %s: expected %s, got %s"
                .formatted(line.number(), line.rpc(), line.request(), line.answer(), got));
      } else if (got.startsWith("OK ")) {
        unproven.remove(line.rpc());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(unproven).as("RPCs without a request that succeeds").isEmpty();
  }
}

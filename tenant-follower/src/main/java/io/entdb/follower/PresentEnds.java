package io.entdb.follower;

import io.entdb.wal.consumer.WalExtent;
import io.entdb.wal.consumer.WalUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Asks where partitions end now. Callers that come while a question is out share the next one. */
final class PresentEnds {
  private final WalExtent extent;
  private final Map<Integer, Question> questions = new ConcurrentHashMap<>();

  PresentEnds(WalExtent extent) {
    this.extent = extent;
  }

  /** One partition's; guarded by itself. */
  private static final class Question {
    private long asked;
    private long answered;
    private long endN;
    private boolean out;
  }

  /** n that the next record gets, at some moment after the call began. */
  long endN(int partition) throws WalUnavailableException, InterruptedException {
    Question question = questions.computeIfAbsent(partition, _ -> new Question());
    long covers;
    synchronized (question) {
      long mine = ++question.asked;
      while (question.out && question.answered < mine) {
        question.wait();
      }
      if (question.answered >= mine) {
        return question.endN;
      }
      question.out = true;
      covers = question.asked;
    }
    boolean known = false;
    long endN = 0;
    try {
      endN = extent.endN(List.of(partition)).getOrDefault(partition, 0L);
      known = true;
    } finally {
      synchronized (question) {
        question.out = false;
        if (known) {
          question.answered = covers;
          question.endN = endN;
        }
        question.notifyAll();
      }
    }
    return endN;
  }
}

package io.entdb.localstack;

/** A program that does nothing for longer than any test takes. */
final class Sleeper {
  private Sleeper() {}

  public static void main(String[] arguments) throws InterruptedException {
    System.out.println("asleep");
    Thread.sleep(600_000);
  }
}

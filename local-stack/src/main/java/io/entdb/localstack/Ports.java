package io.entdb.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Which number each port of a stack has. Everything listens on the loopback interface only. */
public final class Ports {
  private static final int NUMBER_MAX = 65535;

  /**
   * Where free ports are looked for: below those that systems give to outgoing connections (32,768
   * and up), any of which could be taken between the look and the start of a service.
   */
  private static final int FREE_FIRST = 12_000;

  private static final int FREE_COUNT = 20_000;

  private static final AtomicInteger NEXT_FREE =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(FREE_COUNT));

  private final Map<Port, Integer> numbers;

  private Ports(Map<Port, Integer> numbers) {
    this.numbers = new EnumMap<>(numbers);
  }

  /** The numbers that the documentation names. */
  public static Ports standard() {
    var numbers = new EnumMap<Port, Integer>(Port.class);
    for (Port port : Port.values()) {
      numbers.put(port, port.standard());
    }
    return new Ports(numbers);
  }

  /** Numbers that nobody listens on at this moment. */
  public static Ports free() {
    Iterator<Integer> free = free(Port.values().length).iterator();
    var numbers = new EnumMap<Port, Integer>(Port.class);
    for (Port port : Port.values()) {
      numbers.put(port, free.next());
    }
    return new Ports(numbers);
  }

  /**
   * As many different port numbers, none of which anybody listens on at this moment. One process
   * gets no number twice before it had all of them; processes begin at random places.
   *
   * @throws IllegalStateException when there are not as many
   */
  public static List<Integer> free(int count) {
    var free = new ArrayList<Integer>();
    for (int tries = 0; free.size() < count; tries++) {
      if (tries == FREE_COUNT) {
        throw new IllegalStateException("no free port on the loopback interface");
      }
      int number = FREE_FIRST + Math.floorMod(NEXT_FREE.getAndIncrement(), FREE_COUNT);
      if (!isTaken(number)) {
        free.add(number);
      }
    }
    return free;
  }

  /** The same numbers, but for one port. */
  public Ports with(Port port, int number) {
    if (number < 1 || number > NUMBER_MAX) {
      throw new IllegalArgumentException(
          "%s expects a port from 1 to %d, but got %d".formatted(port.flag(), NUMBER_MAX, number));
    }
    var changed = new Ports(numbers);
    changed.numbers.put(port, number);
    return changed;
  }

  /** All numbers moved by the same distance, so that several stacks fit on one machine. */
  public Ports shifted(int offset) {
    var shifted = this;
    for (Port port : Port.values()) {
      shifted = shifted.with(port, number(port) + offset);
    }
    return shifted;
  }

  /** The number of a port. */
  public int number(Port port) {
    return numbers.getOrDefault(port, port.standard());
  }

  /**
   * What stands in the way of listening on these ports.
   *
   * @return one sentence for each port that is taken or named twice; empty when all can be had
   */
  public List<String> obstacles(Collection<Port> wanted) {
    var obstacles = new ArrayList<String>();
    var first = new HashMap<Integer, Port>();
    for (Port port : wanted) {
      Port other = first.putIfAbsent(number(port), port);
      if (other != null) {
        obstacles.add(
            "port %d is given to both %s (%s) and %s (%s)"
                .formatted(
                    number(port), other.owner(), other.purpose(), port.owner(), port.purpose()));
      } else if (isTaken(number(port))) {
        obstacles.add(
            "port %d is taken; %s wants it for %s: free it or choose another with %s N"
                .formatted(number(port), port.owner(), port.purpose(), port.flag()));
      }
    }
    return obstacles;
  }

  private static boolean isTaken(int number) {
    try (var socket = new ServerSocket()) {
      // A port whose last connections are still fading out can be had; the services do the same.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}

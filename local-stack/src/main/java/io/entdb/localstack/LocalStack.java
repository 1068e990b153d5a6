package io.entdb.localstack;

import io.entdb.localstack.Part.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A running stack. Every process has a JVM of its own and can be killed, started again and asked
 * alone; closing the stack stops all of them, services first.
 *
 * <p>Safe for several threads.
 */
public final class LocalStack implements AutoCloseable {
  private static final Comparator<Part> START_ORDER =
      Comparator.comparing(Part::kind).thenComparingInt(Part::number);

  private final StackSettings settings;
  private final RunFolder run;
  private final LogSink sink;
  private final Brokers brokers;
  private final ObjectServer objectServer;
  private final Services services;
  private final Map<Part, Child> children = new TreeMap<>(START_ORDER);
  private final Map<Part, ServicePorts> servicePorts = new ConcurrentHashMap<>();
  private boolean closed;

  LocalStack(StackSettings settings, LogSink sink) {
    this.settings = settings;
    this.run = new RunFolder(settings.data());
    this.sink = sink;
    this.brokers = new Brokers(settings);
    this.objectServer = new ObjectServer(settings);
    this.services = new Services(settings, brokers.bootstrap(), objectServer.endpoint());
  }

  /** A stack for a test: free ports, a temporary folder, one broker, every service. */
  public static LocalStackBuilder builder() {
    return new LocalStackBuilder();
  }

  /** Starts everything and returns when all of it is ready; on failure nothing stays behind. */
  void start() {
    try {
      List<Part> first = new ArrayList<>();
      for (int number = 1; number <= settings.brokers(); number++) {
        first.add(Part.broker(number));
      }
      first.add(Part.OBJECT_SERVER);
      first.removeIf(part -> !settings.kinds().contains(part.kind()));
      startTogether(first);
      List<Part> then = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        if (kind.isService() && settings.kinds().contains(kind)) {
          then.add(new Part(kind, 1));
        }
      }
      startTogether(then);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Ends a process at once, as {@code kill -9} or a power cut would, and returns when it is gone.
   */
  public void kill9(Part part) {
    child(part).kill();
  }

  /** Stops a process the way a deployment does, and returns when it is gone. */
  public void stop(Part part) {
    Child child = child(part);
    child.stop();
    child.awaitEnd();
  }

  /** Starts a process that was killed or stopped; one that runs is stopped first. */
  public void restart(Part part) {
    if (isRunning(part)) {
      stop(part);
    }
    launch(part).awaitReady();
  }

  /** Starts one more gateway, with free ports and a disk of its own. */
  public Part startGateway() {
    return startGateway(Map.of());
  }

  /** Starts one more gateway with its REST port at the given number. */
  public Part startGateway(int restPort) {
    ServicePorts free = ServicePorts.free();
    return startGateway(new ServicePorts(restPort, free.grpc(), free.management()), Map.of());
  }

  /** Starts one more gateway with environment variables that the others don't have. */
  public Part startGateway(Map<String, String> environment) {
    return startGateway(ServicePorts.free(), environment);
  }

  private Part startGateway(ServicePorts ports, Map<String, String> environment) {
    int number = 1;
    // Claims the first number that nobody has: several threads may start gateways.
    while (servicePorts.putIfAbsent(Part.gateway(number), ports) != null) {
      number++;
    }
    Part part = Part.gateway(number);
    services.environment(part, environment);
    launch(part).awaitReady();
    return part;
  }

  /**
   * Deletes what a stopped service or broker had on its disk. A service's next start has to get all
   * of it again; what a broker had, its topics too, is gone.
   */
  public void loseDisk(Part part) {
    if (part.kind() == Kind.OBJECT_SERVER || isRunning(part)) {
      throw new IllegalStateException("no part that keeps objects or runs loses its disk: " + part);
    }
    Folders.delete(settings.dataOf(part));
  }

  /** Whether the process is there; it may still be starting. */
  public synchronized boolean isRunning(Part part) {
    Child child = children.get(part);
    return child != null && child.isAlive();
  }

  /** The process id. */
  public long pid(Part part) {
    return child(part).pid();
  }

  /** The processes that were started, in the order of their start. */
  public synchronized List<Part> parts() {
    return List.copyOf(children.keySet());
  }

  /** Where the first gateway serves REST. */
  public URI rest() {
    return rest(Part.GATEWAY);
  }

  /** Where a gateway serves REST. */
  public URI rest(Part gateway) {
    return ports(gateway).restUri();
  }

  /** The port at which a gateway serves gRPC. */
  public int grpcPort(Part gateway) {
    return ports(gateway).grpc();
  }

  /** Where a service shows its health and metrics. */
  public URI management(Part service) {
    return ports(service).managementUri();
  }

  /** The brokers, as Kafka clients want them named. */
  public String kafkaBootstrap() {
    return brokers.bootstrap();
  }

  /** Where the S3 server is. */
  public URI s3Endpoint() {
    return objectServer.endpoint();
  }

  /** The folder that the bucket is, for tests that damage objects. */
  public Path bucketFolder() {
    return objectServer.bucket();
  }

  /** What a process has printed, over all its lives in this data folder. */
  public Path log(Part part) {
    return settings.logOf(part);
  }

  /** Where a service keeps its files. */
  public Path dataFolder(Part part) {
    return settings.dataOf(part);
  }

  /** Stops everything, services before what they use, and waits for the end. */
  @Override
  public void close() {
    List<Child> running;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      running = new ArrayList<>(children.values()).reversed();
    }
    List<Child> servicesFirst =
        running.stream().filter(child -> child.spec().part().kind().isService()).toList();
    servicesFirst.forEach(Child::stop);
    servicesFirst.forEach(Child::awaitEnd);
    for (Child child : running) {
      if (!child.spec().part().kind().isService()) {
        // Nobody will read an ephemeral log again, and brokers take their time to say goodbye.
        if (settings.isEphemeral()) {
          child.kill();
        } else {
          child.stop();
          child.awaitEnd();
        }
      }
    }
    if (settings.isEphemeral()) {
      Folders.delete(settings.data());
    }
  }

  private void startTogether(List<Part> parts) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<? extends Future<?>> starts =
          parts.stream().map(part -> threads.submit(() -> launch(part).awaitReady())).toList();
      for (Future<?> start : starts) {
        start.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("interrupted while starting", e);
    }
  }

  private Child launch(Part part) {
    ChildSpec spec =
        switch (part.kind()) {
          case BROKER -> brokers.spec(part.number());
          case OBJECT_SERVER -> objectServer.spec();
          case GATEWAY, APPLIER, ARCHIVER, SNAPSHOTTER -> services.spec(part, ports(part));
        };
    synchronized (this) {
      if (closed) {
        throw new LocalStackException("the stack is stopping");
      }
      Child child = Child.start(spec, run, settings.logOf(part), sink);
      children.put(part, child);
      return child;
    }
  }

  private ServicePorts ports(Part part) {
    return servicePorts.computeIfAbsent(
        part, missing -> ServicePorts.of(settings.ports(), missing.kind()));
  }

  private synchronized Child child(Part part) {
    @Nullable Child child = children.get(part);
    if (child == null) {
      throw new IllegalArgumentException(part + " is not part of this stack: " + parts());
    }
    return child;
  }
}

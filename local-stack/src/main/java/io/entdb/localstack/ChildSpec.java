package io.entdb.localstack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How to run one process of the stack.
 *
 * @param part which one
 * @param command what to run; its JVM is tethered to this one
 * @param environment added to this process' own
 * @param folder its working folder
 * @param ready tells when it does its work
 */
record ChildSpec(
    Part part, List<String> command, Map<String, String> environment, Path folder, Probe ready) {

  ChildSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** A Java program that ends with this process. */
  static List<String> tetheredJava(
      List<String> jvmFlags, String classPath, String mainClass, String... arguments) {
    var command = new ArrayList<String>();
    // A terminal sends Ctrl-C to every process in it. Children leave it to the launcher, which
    // stops
    // them in order; a JVM that is started with the signal ignored keeps ignoring it.
    command.addAll(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
    command.add(Installation.java());
    command.addAll(jvmFlags);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-cp");
    command.add(classPath + ":" + Installation.tether());
    command.add(Tether.class.getName());
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return command;
  }
}

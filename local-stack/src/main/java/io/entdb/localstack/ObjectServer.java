package io.entdb.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The S3 server: S3Proxy over a folder. Its create-if-absent is atomic, as EntDB needs it. */
final class ObjectServer {
  private final StackSettings settings;

  ObjectServer(StackSettings settings) {
    this.settings = settings;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + settings.ports().number(Port.S3));
  }

  /** The folder that a bucket is. */
  Path bucket() {
    return settings.dataOf(Part.OBJECT_SERVER).resolve("buckets").resolve(StackSettings.BUCKET);
  }

  ChildSpec spec() {
    Path folder = settings.dataOf(Part.OBJECT_SERVER);
    Path properties = folder.resolve("s3proxy.properties");
    Path logging = folder.resolve("logback.xml");
    try {
      Files.createDirectories(bucket());
      Files.writeString(
          properties,
          Resources.text("s3proxy.properties")
              .replace("{endpoint}", endpoint().toString())
              .replace("{identity}", StackSettings.S3_IDENTITY)
              .replace("{credential}", StackSettings.S3_CREDENTIAL)
              .replace("{folder}", folder.resolve("buckets").toString()));
      Files.writeString(logging, Resources.text("s3proxy-logback.xml"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare the folder of the S3 server", e);
    }
    var flags = new ArrayList<>(settings.tuning().jvmFlags(Part.Kind.OBJECT_SERVER));
    flags.add("-Dlogback.configurationFile=" + logging);
    List<String> command =
        ChildSpec.tetheredJava(
            flags,
            settings.installation().objectServerJars(),
            "org.gaul.s3proxy.Main",
            "--properties",
            properties.toString());
    // It refuses a request without a signature, and that is an answer.
    return new ChildSpec(
        Part.OBJECT_SERVER, command, Map.of(), folder, Probe.http(endpoint(), 500));
  }
}

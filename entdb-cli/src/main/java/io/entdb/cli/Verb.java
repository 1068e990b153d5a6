package io.entdb.cli;

import io.entdb.objects.ObjectStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A command about what stands in the system's bucket. */
@Command
abstract class Verb extends PlainVerb {
  @Mixin private StorageOptions storage = new StorageOptions();

  /** The system's objects. Not declared as required: a verb above another needs none. */
  final ObjectStore objects() throws CliException {
    if (storage.bucket().isEmpty()) {
      throw wrongCommandLine("Missing required option: '--bucket=<bucket>'");
    }
    return connections().objects(storage);
  }
}

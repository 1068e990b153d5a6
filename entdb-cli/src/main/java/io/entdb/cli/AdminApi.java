package io.entdb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What a running gateway offers operators. */
interface AdminApi {
  /**
   * Asks for something to be done.
   *
   * @param path below the gateway's address, with its slash
   * @throws CliException when it was refused or cannot be told, with the reason
   */
  JsonNode post(String path, Map<String, String> body) throws CliException;
}

package io.entdb.localstack;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Asks a process whether it does its work yet. */
@FunctionalInterface
interface Probe {
  /** How long one answer may take; a process that is still starting often doesn't answer at all. */
  Duration PATIENCE = Duration.ofSeconds(2);

  /** True when it answers as a working one does; false when it doesn't answer or says no. */
  boolean isReady();

  /** Ready when the address answers with a status below {@code statusEnd}. */
  static Probe http(URI address, int statusEnd) {
    return () -> {
      try {
        var connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(Math.toIntExact(PATIENCE.toMillis()));
        connection.setReadTimeout(Math.toIntExact(PATIENCE.toMillis()));
        return connection.getResponseCode() < statusEnd;
      } catch (IOException e) {
        return false;
      }
    };
  }

  /** Ready when the broker counts itself among the live ones: the controller has let it in. */
  static Probe kafka(int port, int node) {
    return () -> {
      try (var socket = new Socket()) {
        int patience = Math.toIntExact(PATIENCE.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), patience);
        socket.setSoTimeout(patience);
        return liveNodes(socket).contains(node);
      } catch (IOException e) {
        return false;
      }
    };
  }

  /** One Metadata request (key 3, version 4) that asks for no topics, in Kafka's own protocol. */
  private static Set<Integer> liveNodes(Socket socket) throws IOException {
    var out = new DataOutputStream(socket.getOutputStream());
    out.writeInt(15);
    out.writeShort(3);
    out.writeShort(4);
    out.writeInt(1); // correlation id
    out.writeShort(-1); // no client id
    out.writeInt(0); // topics
    out.writeByte(0); // create no topics
    out.flush();
    var in = new DataInputStream(socket.getInputStream());
    in.readInt(); // size
    in.readInt(); // correlation id
    in.readInt(); // throttle time
    int brokers = in.readInt();
    var nodes = new HashSet<Integer>();
    for (int i = 0; i < brokers; i++) {
      nodes.add(in.readInt());
      in.readUTF(); // host, which is ASCII: the same bytes in Kafka's form and in Java's
      in.readInt(); // port
      in.skipNBytes(Math.max(0, in.readShort())); // rack, -1 for none
    }
    return nodes;
  }
}

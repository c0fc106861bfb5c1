package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.ReceivedRequest;
import io.netty.util.internal.PlatformDependent;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Whoever sends is read only as fast as the other side takes it, and nothing is lost by that. */
class BackpressureTest {
  private static final int MIB = 1 << 20;
  private static final int LARGE = 64 * MIB;
  private static final int UPLOAD = 16 * MIB;

  /** What the kernel's four socket buffers of a request may hold at most, and then some. */
  private static final long IN_FLIGHT = 24L * MIB;

  private static final Pattern BYTES_IN = Pattern.compile("\"req_bytes\":(\\d+)");
  private static final Pattern BYTES_OUT = Pattern.compile("\"resp_bytes\":(\\d+)");

  @Test
  void aLargeResponseArrivesWhole() {
    try (EdgeFixture edge = EdgeFixture.toBlue(new EdgeFixture.Wishes())) {
      edge.blue.byDefault(new Answer.Flood(LARGE));
      try (RawClient client = edge.client()) {
        RawResponse response = client.get("/").readResponse();
        assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(response.bodyLength()).isEqualTo(LARGE);
        assertThat(response.bodyCrc32()).isEqualTo(crc32OfXs(LARGE));
      }
    }
  }

  @Test
  void aLargeUploadArrivesWholeAlthoughTheStackReadsLate() {
    Gate gate = new Gate();
    try (EdgeFixture edge = EdgeFixture.toBlue(new EdgeFixture.Wishes());
        RawClient client = edge.client()) {
      edge.blue.byDefault(Answer.ok("thanks").readingBodyAfter(gate));
      CompletableFuture<Void> upload = CompletableFuture.runAsync(() -> upload(client, UPLOAD));
      ReceivedRequest received = edge.blue.takeRequest();
      gate.awaitArrival();
      gate.open();
      assertThat(client.readResponse().body()).isEqualTo("thanks");
      Patience.await(upload, "the upload");
      assertThat(received.bodyLength()).isEqualTo(UPLOAD);
      assertThat(received.bodyCrc32()).isEqualTo(crc32OfXs(UPLOAD));
    }
  }

  @Test
  void aClientThatDoesNotReadStopsTheStack() {
    EdgeFixture edge =
        EdgeFixture.toBlue(
            new EdgeFixture.Wishes().listen(Limits.clientStall(Limits.SHORT_MILLIS)));
    edge.blue.byDefault(new Answer.Flood(LARGE));
    try (RawClient client = RawClient.connectSlowReader(edge.edge.address().getPort())) {
      client.get("/");
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.CLIENT_ABORT);
    }
    assertThat(edge.blue.takeRequest().awaitDisconnect()).isNotNull();
    assertThat(logged(edge, BYTES_OUT)).isLessThan(IN_FLIGHT);
  }

  @Test
  void aStackThatDoesNotReadStopsTheClient() {
    EdgeFixture edge =
        EdgeFixture.toBlue(new EdgeFixture.Wishes().blue(Limits.idle(Limits.SHORT_MILLIS)));
    Gate gate = new Gate();
    edge.blue.byDefault(Answer.ok("late").readingBodyAfter(gate));
    try (RawClient client = edge.client()) {
      CompletableFuture<Void> upload = CompletableFuture.runAsync(() -> upload(client, LARGE));
      RawResponse response = client.readResponse();
      assertThat(response.status()).isEqualTo(504);
      assertThat(response.field("Proxy-Status")).contains("connection_write_timeout");
      Patience.await(upload, "the end of the upload");
    }
    gate.open();
    assertThat(edge.blue.takeRequest().ending()).isNotEqualTo(Ending.COMPLETE);
    assertThat(edge.sample().outcome()).isEqualTo(Outcome.TIMEOUT);
    assertThat(logged(edge, BYTES_IN)).isLessThan(IN_FLIGHT);
  }

  @Test
  void tenClientsThatDoNotReadCostLittleMemory() {
    try (EdgeFixture edge =
        EdgeFixture.toBlue(
            new EdgeFixture.Wishes().listen(Limits.clientStall(2 * Limits.SHORT_MILLIS)))) {
      edge.blue.byDefault(new Answer.Flood(LARGE));
      long before = PlatformDependent.usedDirectMemory();
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        clients.add(RawClient.connectSlowReader(edge.edge.address().getPort()).get("/"));
      }
      long[] most = {0};
      List<Object> ended = new ArrayList<>();
      Patience.until(
          () -> {
            most[0] = Math.max(most[0], PlatformDependent.usedDirectMemory());
            edge.measurements.ring().drain(ended::add);
            return ended.size() == clients.size();
          },
          "all of them to be cut off");
      clients.forEach(RawClient::close);
      // Two arenas of 4 MiB may be opened besides.
      assertThat(most[0] - before).isLessThan(16L * MIB);
    }
  }

  private static void upload(RawClient client, int bytes) {
    byte[] piece = "x".repeat(MIB).getBytes(StandardCharsets.ISO_8859_1);
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + bytes + "\r\n\r\n");
    try {
      for (int sent = 0; sent < bytes; sent += piece.length) {
        client.send(piece);
      }
    } catch (UncheckedIOException e) {
      // The router has answered early and closed; the test looks at the answer.
    }
  }

  private static long logged(EdgeFixture edge, Pattern field) {
    return field
        .matcher(String.join("\n", edge.closeAndReadLog()))
        .results()
        .map((MatchResult found) -> Long.parseLong(found.group(1)))
        .findFirst()
        .orElseThrow();
  }

  private static long crc32OfXs(int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) 'x');
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}

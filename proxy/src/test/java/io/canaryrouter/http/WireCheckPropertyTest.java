package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random messages, random damage, random cuts; a seed stands for a few hundred streams. */
class WireCheckPropertyTest {
  private static final int STREAMS = 250;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void legalRequestsAreCompleteExactlyWhereTheyEnd(long seed) {
    for (int i = 0; i < STREAMS; i++) {
      Random random = new Random(seed * 1_000_003 + i);
      assertFramed(RandomMessages.requests(random), WireCheckPropertyTest::requests, random);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6, 7, 8})
  void legalResponsesAreCompleteExactlyWhereTheyEnd(long seed) {
    for (int i = 0; i < STREAMS; i++) {
      Random random = new Random(seed * 1_000_003 + i);
      assertFramed(RandomMessages.responses(random), WireCheckPropertyTest::responses, random);
    }
  }

  private static void assertFramed(
      RandomMessages messages, Supplier<WireCheck> checks, Random random) {
    WireFeed feed = WireFeed.shredded(checks.get(), messages.bytes(), random);
    assertThat(feed.end().failure()).as(messages::toString).isNull();
    assertThat(feed.ends()).as(messages::toString).isEqualTo(messages.ends());
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void theCodecBehindReadsTheSameBodies(long seed) {
    for (int i = 0; i < STREAMS; i++) {
      Random random = new Random(seed * 1_000_003 + i);
      RandomMessages requests = RandomMessages.requests(random);
      try (Codec codec = Codec.ofRequests()) {
        codec.feed(requests.bytes(), 0, requests.bytes().length);
        assertThat(codec.bodies())
            .as(requests::toString)
            .containsExactlyElementsOf(requests.bodies());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void damagedRequestsAreFramedByTheCodecAsByTheCheck(long seed) {
    for (int i = 0; i < STREAMS; i++) {
      Random random = new Random(seed * 1_000_003 + i);
      byte[] bytes = RandomMessages.damaged(RandomMessages.requests(random).bytes(), random);
      try (Codec codec = Codec.ofRequests()) {
        assertAgreement(bytes, WireCheckPropertyTest::requests, codec, random);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35, 36})
  void damagedResponsesAreFramedByTheCodecAsByTheCheck(long seed) {
    for (int i = 0; i < STREAMS; i++) {
      Random random = new Random(seed * 1_000_003 + i);
      byte[] bytes = RandomMessages.damaged(RandomMessages.responses(random).bytes(), random);
      try (Codec codec = Codec.ofResponses()) {
        assertAgreement(bytes, WireCheckPropertyTest::responses, codec, random);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43, 44})
  void fragmentsInAnyOrderAreFramedByTheCodecAsByTheCheck(long seed) {
    for (int i = 0; i < STREAMS; i++) {
      Random random = new Random(seed * 1_000_003 + i);
      byte[] bytes = RandomMessages.fragments(random);
      try (Codec codec = Codec.ofRequests()) {
        assertAgreement(bytes, WireCheckPropertyTest::requests, codec, random);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {51, 52})
  void randomBytesNeverDoHarm(long seed) {
    for (int i = 0; i < 10 * STREAMS; i++) {
      Random random = new Random(seed * 1_000_003 + i);
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      assertSameWherever(bytes, WireCheckPropertyTest::requests, random);
      assertSameWherever(bytes, WireCheckPropertyTest::responses, random);
    }
  }

  private static void assertSameWherever(byte[] bytes, Supplier<WireCheck> checks, Random random) {
    assertThat(WireFeed.shredded(checks.get(), bytes, random).end())
        .as(() -> printable(bytes))
        .isEqualTo(WireFeed.whole(checks.get(), bytes));
  }

  /**
   * The verdict does not depend on cuts, and of each message that the check completes the codec has
   * seen the end with its last byte, and not one byte earlier.
   */
  private static void assertAgreement(
      byte[] bytes, Supplier<WireCheck> checks, Codec codec, Random random) {
    assertSameWherever(bytes, checks, random);
    WireFeed feed = WireFeed.shredded(checks.get(), bytes, random);
    int from = 0;
    List<Integer> ends = feed.ends();
    for (int i = 0; i < ends.size(); i++) {
      codec.feed(bytes, from, ends.get(i) - 1);
      assertThat(codec.bodies()).as(() -> printable(bytes)).hasSize(i);
      codec.feed(bytes, ends.get(i) - 1, ends.get(i));
      assertThat(codec.bodies()).as(() -> printable(bytes)).hasSize(i + 1);
      from = ends.get(i);
    }
    assertThat(codec.failed()).as(() -> printable(bytes)).isFalse();
    codec.feed(bytes, from, feed.accepted());
    assertThat(codec.bodies()).as(() -> printable(bytes)).hasSize(ends.size());
  }

  private static String printable(byte[] bytes) {
    return new String(
            Arrays.copyOf(bytes, Math.min(bytes.length, 3000)), StandardCharsets.ISO_8859_1)
        .replace("\r", "\\r")
        .replace("\n", "\\n\n");
  }

  private static WireCheck requests() {
    return WireCheck.ofRequests(WireLimits.DEFAULTS);
  }

  private static WireCheck responses() {
    return WireCheck.ofResponses(WireLimits.DEFAULTS);
  }
}

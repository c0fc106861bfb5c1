package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.canaryrouter.http.WireCheck.Phase;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireCheckTest {
  /** Above this length a message is not cut at every byte. */
  private static final int LONG_BYTES = 5000;

  private static final int MOST_CUTS = 300;

  static List<WireCase> hostileRequests() {
    return WireCase.table("hostile-requests");
  }

  static List<WireCase> legalRequests() {
    return WireCase.table("legal-requests");
  }

  static List<WireCase> hostileResponses() {
    return WireCase.table("hostile-responses");
  }

  static List<WireCase> legalResponses() {
    return WireCase.table("legal-responses");
  }

  @ParameterizedTest
  @MethodSource({"hostileRequests", "legalRequests"})
  void requestsGetTheirVerdictWhereverTheyAreCut(WireCase request) {
    assertVerdict(request, WireCheckTest::requests);
  }

  @ParameterizedTest
  @MethodSource({"hostileResponses", "legalResponses"})
  void responsesGetTheirVerdictWhereverTheyAreCut(WireCase response) {
    assertVerdict(response, WireCheckTest::responses);
  }

  private static void assertVerdict(WireCase message, Supplier<WireCheck> checks) {
    byte[] bytes = message.bytes();
    WireFeed.Verdict verdict = WireFeed.whole(checks.get(), bytes);
    assertThat(verdict.word()).isEqualTo(message.expected());
    assertThat(WireFeed.dripped(checks.get(), bytes, 1 + bytes.length / LONG_BYTES))
        .isEqualTo(verdict);
    int step = 1 + bytes.length / (bytes.length > LONG_BYTES ? 20 : MOST_CUTS);
    for (int at = 1; at < bytes.length; at += step) {
      assertThat(WireFeed.cut(checks.get(), bytes, at)).as("cut at %d", at).isEqualTo(verdict);
    }
  }

  @ParameterizedTest
  @MethodSource("hostileRequests")
  void theCodecBehindNeverCompletesARefusedRequest(WireCase request) {
    try (Codec codec = Codec.ofRequests()) {
      assertCodecCompletesNoMore(request, requests(), codec);
    }
  }

  @ParameterizedTest
  @MethodSource("hostileResponses")
  void theCodecBehindNeverCompletesARefusedResponse(WireCase response) {
    try (Codec codec = Codec.ofResponses()) {
      assertCodecCompletesNoMore(response, responses(), codec);
    }
  }

  private static void assertCodecCompletesNoMore(WireCase message, WireCheck check, Codec codec) {
    WireFeed feed = new WireFeed(check);
    int step = 1 + message.bytes().length / MOST_CUTS;
    for (int i = 0; i < message.bytes().length; i += step) {
      int before = feed.accepted();
      feed.feed(message.bytes(), i, Math.min(message.bytes().length, i + step));
      codec.feed(message.bytes(), before, feed.accepted());
    }
    assertThat(codec.bodies()).hasSize(feed.ends().size());
  }

  @ParameterizedTest
  @MethodSource("legalRequests")
  void theCodecBehindFramesALegalRequestAlike(WireCase request) {
    try (Codec codec = Codec.ofRequests()) {
      codec.feed(request.bytes(), 0, request.bytes().length);
      assertThat(codec.failed()).isFalse();
      assertThat(codec.bodies()).hasSize(Integer.parseInt(request.expected()));
    }
  }

  @ParameterizedTest
  @MethodSource("legalResponses")
  void theCodecBehindFramesALegalResponseAlike(WireCase response) {
    try (Codec codec = Codec.ofResponses()) {
      codec.feed(response.bytes(), 0, response.bytes().length);
      codec.end();
      assertThat(codec.failed()).isFalse();
      assertThat(codec.bodies()).hasSize(Integer.parseInt(response.expected()));
    }
  }

  @Test
  void whatIsPipelinedIsLeftAloneUntilTheNextMessageIsBegun() {
    WireCheck check = requests();
    String first = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n";
    ByteBuf in = bytes(first + "garbage\r\n");
    assertThat(check.scan(in)).isEqualTo(first.length());
    assertThat(check.phase()).isEqualTo(Phase.COMPLETE);
    in.skipBytes(first.length());
    assertThat(check.scan(in)).isZero();
    check.next();
    assertThat(check.phase()).isEqualTo(Phase.IDLE);
    assertThat(check.scan(in)).isZero();
    assertThat(check.failure()).isEqualTo(Failure.BAD_REQUEST);
    in.release();
  }

  @Test
  void thePhaseTellsHowFarAMessageIs() {
    WireCheck check = requests();
    assertThat(after(check, "\r\n\r")).isEqualTo(Phase.IDLE);
    assertThat(after(check, "\n")).isEqualTo(Phase.IDLE);
    assertThat(after(check, "P")).isEqualTo(Phase.HEAD);
    assertThat(after(check, "OST / HTTP/1.1\r\nHost: a\r\n")).isEqualTo(Phase.HEAD);
    assertThat(after(check, "Content-Length: 3\r\n\r\n")).isEqualTo(Phase.BODY);
    assertThat(after(check, "ab")).isEqualTo(Phase.BODY);
    assertThat(after(check, "c")).isEqualTo(Phase.COMPLETE);
  }

  @Test
  void theLineWithTheFaultIsNotAccepted() {
    WireCheck check = requests();
    String good = "GET / HTTP/1.1\r\nHost: a\r\n";
    ByteBuf in = bytes(good + "Bad(Name): x\r\n\r\n");
    assertThat(check.scan(in)).isEqualTo(good.length());
    assertThat(check.phase()).isEqualTo(Phase.FAULTY);
    assertThat(check.detail()).isEqualTo("A field's name is not a token.");
    assertThat(check.scan(in)).isZero();
    assertThat(check.endOfInput()).isFalse();
    in.release();
  }

  @Test
  void theNextMessageCannotBeginBeforeTheCurrentOneIsComplete() {
    WireCheck check = requests();
    after(check, "GET");
    assertThatIllegalStateException().isThrownBy(check::next);
  }

  @Test
  void aControlCharacterIsRefusedBeforeItsLineEnds() {
    assertThat(after(requests(), "GET /\0")).isEqualTo(Phase.FAULTY);
    assertThat(after(requests(), "GET / HTTP/1.1\rH")).isEqualTo(Phase.FAULTY);
  }

  @Test
  void aLineThatIsTooLongIsRefusedBeforeItEnds() {
    WireCheck check = WireCheck.ofRequests(new WireLimits(20, 20, 100));
    assertThat(after(check, "GET /abcdefghijklmno")).isEqualTo(Phase.HEAD);
    assertThat(after(check, "p")).isEqualTo(Phase.FAULTY);
    assertThat(check.failure()).isEqualTo(Failure.URI_TOO_LONG);
  }

  @Test
  void allFieldLinesTogetherAreBounded() {
    WireCheck check = WireCheck.ofRequests(new WireLimits(20, 20, 100));
    assertThat(after(check, "GET / HTTP/1.1\r\nHost: a\r\nX-A: 456")).isEqualTo(Phase.HEAD);
    assertThat(after(check, "78")).isEqualTo(Phase.HEAD);
    assertThat(after(check, "90")).isEqualTo(Phase.FAULTY);
    assertThat(check.failure()).isEqualTo(Failure.FIELDS_TOO_LARGE);
  }

  @Test
  void theAnswerToAHeadRequestHasNoBody() {
    WireCheck check = responses();
    check.answering(true);
    assertThat(after(check, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"))
        .isEqualTo(Phase.COMPLETE);
    check.next();
    assertThat(after(check, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")).isEqualTo(Phase.BODY);
  }

  @Test
  void theAnswerToAHeadRequestMayComeBehindAnInterimOne() {
    WireCheck check = responses();
    check.answering(true);
    assertThat(after(check, "HTTP/1.1 103 Early Hints\r\n\r\n")).isEqualTo(Phase.COMPLETE);
    check.next();
    assertThat(after(check, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"))
        .isEqualTo(Phase.COMPLETE);
  }

  @Test
  void theStatusIsKnownOnceItsLineIs() {
    WireCheck check = responses();
    after(check, "HTTP/1.1 103 Early");
    assertThat(check.status()).isZero();
    after(check, " Hints\r\n");
    assertThat(check.status()).isEqualTo(103);
    after(check, "\r\n");
    check.next();
    assertThat(check.status()).isZero();
  }

  @Test
  void aResponseWithoutLengthLastsUntilTheConnectionEnds() {
    WireCheck check = responses();
    assertThat(after(check, "HTTP/1.1 200 OK\r\n\r\nhello")).isEqualTo(Phase.BODY);
    assertThat(check.endOfInput()).isTrue();
    assertThat(check.phase()).isEqualTo(Phase.COMPLETE);
  }

  @Test
  void theBytesBehindASwitchOfProtocolsAreNotRead() {
    WireCheck check = responses();
    String head = "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: x\r\n\r\n";
    ByteBuf in = bytes(head + "\u0081\u0005hello");
    assertThat(check.scan(in)).isEqualTo(head.length());
    assertThat(check.phase()).isEqualTo(Phase.COMPLETE);
    assertThat(check.status()).isEqualTo(101);
    in.release();
  }

  private static WireCheck requests() {
    return WireCheck.ofRequests(WireLimits.DEFAULTS);
  }

  private static WireCheck responses() {
    return WireCheck.ofResponses(WireLimits.DEFAULTS);
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  private static Phase after(WireCheck check, String text) {
    ByteBuf in = bytes(text);
    check.scan(in);
    in.release();
    return check.phase();
  }
}

package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.identity.CookieSettings;
import io.canaryrouter.identity.IdentitySettings;
import io.canaryrouter.identity.IdentitySettings.Anonymous;
import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.split.Question;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.Tokens;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a browser without a token is given, and what its stack sees of it. */
class VisitorCookieTest {
  /** What a new connection to a stack is asked for at first. */
  private static final int FIRST_READ_BYTES = 2_048;

  private final EdgeFixture edge = edge();
  private final RawClient client = edge.client();

  @AfterEach
  void close() {
    client.close();
    edge.close();
  }

  @Test
  void aVisitorStaysOnHisStackWhenHisAddressChanges() {
    String cookie = cookieOf(get(from(addressOn(Stack.GREEN))));

    RawResponse later = get(from(addressOn(Stack.BLUE)), "Cookie: " + cookie);
    assertThat(later.body()).isEqualTo("green");
    assertThat(later.head()).doesNotContainIgnoringCase("Set-Cookie");
    assertThat(edge.measurements.totals().identities().get(IdentitySource.ROUTER_COOKIE))
        .isEqualTo(1);
  }

  @Test
  void noStackSeesTheCookieAndTheApplicationsOwnStay() {
    String cookie = cookieOf(get(from(addressOn(Stack.GREEN))));
    edge.green.takeRequest();

    get("Cookie: a=1; " + cookie + "; b=2", "Cookie: " + cookie);
    assertThat(edge.green.takeRequest().head()).contains("a=1; b=2").doesNotContain("canary_key");
    get("Cookie: " + cookie);
    assertThat(edge.green.takeRequest().head().lines())
        .noneMatch(line -> line.regionMatches(true, 0, "cookie:", 0, 7));
  }

  @Test
  void aTokenWinsOverTheCookieWhichFollowsItAndTheMoveIsCounted() {
    String visitor = cookieOf(get(from(addressOn(Stack.BLUE))));
    String bearer = Tokens.authorization(userOn(Stack.GREEN));

    RawResponse signedIn = get(bearer, "Cookie: " + visitor);
    assertThat(signedIn.body()).isEqualTo("green");
    String followed = cookieOf(signedIn);
    assertThat(edge.measurements.totals().crossed()).isEqualTo(1);

    assertThat(get(from(addressOn(Stack.BLUE)), "Cookie: " + followed).body()).isEqualTo("green");
    assertThat(get(bearer, "Cookie: " + followed).head()).doesNotContainIgnoringCase("Set-Cookie");
    assertThat(edge.measurements.totals().crossed()).isEqualTo(1);
  }

  @Test
  void aUserWhoStaysOnHisStackAsHeSignsInIsNoCrossover() {
    String visitor = cookieOf(get(from(addressOn(Stack.GREEN))));
    cookieOf(get(Tokens.authorization(userOn(Stack.GREEN)), "Cookie: " + visitor));
    assertThat(edge.measurements.totals().crossed()).isZero();
  }

  @Test
  void aMoveIsCountedOnceThoughTwoAnswersCarriedTheCookie() {
    // A head that fills the first read; what follows in the same breath is no answer, and the
    // client
    // has not been told anything yet.
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Filler: \r\n\r\n";
    String filler = "X-Filler: " + "x".repeat(FIRST_READ_BYTES - head.length());
    edge.blue.enqueue(
        Answer.status(200, "blue", "Connection: close"),
        new Answer.Raw(head.replace("X-Filler: ", filler) + "no chunk\r\n"));
    String visitor = cookieOf(get(from(addressOn(Stack.BLUE))));
    edge.green.byDefault(Answer.status(500, "green broke"));
    RawResponse signedIn = get(Tokens.authorization(userOn(Stack.GREEN)), "Cookie: " + visitor);
    assertThat(signedIn.body()).isEqualTo("green broke");
    assertThat(cookieOf(signedIn)).isNotEqualTo(visitor);
    assertThat(edge.measurements.totals().crossed()).isOne();
  }

  @Test
  void besideATokenAloneNoneIsSet() {
    assertThat(get(Tokens.authorization(userOn(Stack.GREEN))).head())
        .doesNotContainIgnoringCase("Set-Cookie");
  }

  @Test
  void anAnswerThatACacheMayShowToOthersCarriesNone() {
    edge.blue.onTarget("/asset", Answer.status(200, "x", "Cache-Control: public, max-age=60"));
    edge.blue.onTarget("/page", Answer.status(200, "x", "Cache-Control: private, max-age=0"));
    String visitor = from(addressOn(Stack.BLUE));
    assertThat(client.get("/asset", visitor).readResponse().head())
        .doesNotContainIgnoringCase("Set-Cookie");
    assertThat(client.get("/page", visitor).readResponse().head())
        .containsIgnoringCase("Set-Cookie");
  }

  @Test
  void aBrowsersPreflightGetsNone() {
    client.send(
        "OPTIONS / HTTP/1.1\r\nHost: a\r\nOrigin: https://b\r\n"
            + "Access-Control-Request-Method: POST\r\n"
            + from(addressOn(Stack.BLUE))
            + "\r\n\r\n");
    assertThat(client.readResponse().head()).doesNotContainIgnoringCase("Set-Cookie");
  }

  @Test
  void anAnswerOfTheRoutersOwnCarriesNone() {
    edge.blue.byDefault(Answer.garbage());
    RawResponse failed = get(from(addressOn(Stack.BLUE)));
    assertThat(failed.status()).isEqualTo(502);
    assertThat(failed.head()).doesNotContainIgnoringCase("Set-Cookie");
  }

  @Test
  void nobodyIsGivenOneWhileEverybodyIsOnOneStack() {
    for (Weight weight : List.of(Weight.NONE, Weight.ALL)) {
      edge.splitter.swap(new SplitTable(2, 2, weight, "", null, false));
      assertThat(get(from("192.0.2.1")).head()).doesNotContainIgnoringCase("Set-Cookie");
    }
  }

  @Test
  void aForgedOneIsReplacedAndNeverObeyed() {
    String forged = cookieOf(get(from(addressOn(Stack.GREEN)))).replace("=1.", "=1.A");
    RawResponse response = get(from(addressOn(Stack.BLUE)), "Cookie: " + forged);
    assertThat(response.body()).isEqualTo("blue");
    assertThat(response.head()).containsIgnoringCase("Set-Cookie");
  }

  private RawResponse get(String... fields) {
    return client.get("/", fields).readResponse();
  }

  private static String from(String address) {
    return "X-Forwarded-For: " + address;
  }

  private static String cookieOf(RawResponse response) {
    String field = response.field("Set-Cookie");
    return field.substring(0, field.indexOf(';'));
  }

  private String addressOn(Stack stack) {
    return IntStream.range(1, 255)
        .mapToObj(i -> "192.0.2." + i)
        .filter(address -> isOn(stack, address))
        .findFirst()
        .orElseThrow();
  }

  private long userOn(Stack stack) {
    return IntStream.range(1, 255)
        .filter(user -> isOn(stack, String.valueOf(user)))
        .findFirst()
        .orElseThrow();
  }

  private boolean isOn(Stack stack, @Nullable String key) {
    return edge.splitter.assign(Question.of(key), true).stack() == stack;
  }

  private static EdgeFixture edge() {
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
    wishes.listen(listen -> listen.trusting(List.of(Cidr.parse("127.0.0.0/8"))));
    wishes.identity =
        new IdentitySettings(
            IdentitySettings.DEFAULTS.from(),
            IdentitySettings.DEFAULTS.claims(),
            List.of(Anonymous.COOKIE, Anonymous.ADDRESS),
            null,
            new CookieSettings("canary_key", List.of("a secret of thirty-two letters...")));
    wishes.secondOpinion = true;
    EdgeFixture edge = new EdgeFixture("50%", wishes);
    edge.blue.byDefault(Answer.ok("blue"));
    edge.green.byDefault(Answer.ok("green"));
    return edge;
  }
}

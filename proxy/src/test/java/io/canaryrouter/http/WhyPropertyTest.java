package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.canaryrouter.admin.Explanation;
import io.canaryrouter.admin.Ground;
import io.canaryrouter.admin.Inquiry;
import io.canaryrouter.identity.IdentitySettings;
import io.canaryrouter.identity.IdentitySettings.Anonymous;
import io.canaryrouter.identity.IdentitySettings.TokenSource;
import io.canaryrouter.identity.UserIdentifier;
import io.canaryrouter.routes.Exclusions;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RoutePattern;
import io.canaryrouter.routes.RouteTable;
import io.canaryrouter.routes.Rules;
import io.canaryrouter.split.Lists;
import io.canaryrouter.split.OverrideSeal;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Splitter;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.Seeds;
import io.canaryrouter.testing.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of a request is what becomes of it: each is asked about, and then sent. */
class WhyPropertyTest {
  private static final String SECRET = "a secret of more than sixteen";
  private static final OverrideSeal SEAL = new OverrideSeal(SECRET);
  private static final List<String> PATHS =
      List.of("/", "/billing/7", "/%62illing/7/", "/new?x=1", "/login", "/up", "/a/../new");
  private static final long YEAR_2100 = 4_102_444_800L;

  /** A request, and how one asks about it: by its token, or by the key in it. */
  private record Sent(
      @Nullable String asked,
      @Nullable String token,
      String address,
      String method,
      String path,
      List<String> overrides) {

    Inquiry inquiry() {
      return Inquiry.of(
          new Inquiry.Written(
              asked, address, path, method, overrides.isEmpty() ? null : overrides.get(0)),
          AddressText::shortest);
    }
  }

  @Test
  void theStackThatIsNamedIsTheStackThatAnswers() {
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
    wishes.listen(listen -> listen.trusting(List.of(Cidr.parse("127.0.0.0/8"))));
    try (EdgeFixture edge = new EdgeFixture("0%", wishes)) {
      Seeds.rounds(
          150,
          random -> {
            reconfigure(edge, random);
            for (int i = 0; i < 4; i++) {
              Sent sent = sent(random);
              JsonNode why = Explanation.of(sent.inquiry(), ground(edge));
              String stack = ask(edge, sent, random);
              if (why.at("/stack").isNull()) {
                assertThat(why.at("/source").asText()).isEqualTo("random");
                assertThat(edge.splitter.table().effective().basisPoints()).isBetween(1, 9_999);
              } else {
                assertThat(why.at("/stack").asText()).as("%s", why).isEqualTo(stack);
              }
            }
          });
    }
  }

  private static Ground ground(EdgeFixture edge) {
    return new Ground(
        edge.edge.identifier(),
        edge.edge.rules(),
        edge.splitter.table(),
        edge.splitter.isUnguarded(),
        edge.edge.hasBeenUp(Stack.GREEN),
        true,
        System.currentTimeMillis() / 1_000);
  }

  private static String ask(EdgeFixture edge, Sent sent, Random random) {
    List<String> fields = new ArrayList<>();
    fields.add("X-Forwarded-For: " + sent.address());
    IdentitySettings settings = edge.edge.identifier().settings();
    if (sent.token() != null) {
      fields.add(field(settings.from().get(random.nextInt(2)), sent.token()));
    }
    sent.overrides().forEach(each -> fields.add(OverrideSeal.FIELD + ": " + each));
    try (RawClient client = edge.client()) {
      RawResponse response =
          client
              .send(
                  sent.method()
                      + " "
                      + sent.path()
                      + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n"
                      + String.join("\r\n", fields)
                      + "\r\n\r\n")
              .readResponse();
      return String.valueOf(response.field("X-Canary-Stack"));
    }
  }

  private static String field(TokenSource source, String token) {
    return source.kind() == TokenSource.Kind.HEADER
        ? source.name() + ": Bearer " + token
        : "Cookie: " + source.name() + "=" + token;
  }

  private static void reconfigure(EdgeFixture edge, Random random) {
    edge.splitter.beat();
    edge.splitter.swap(table(random));
    if (random.nextInt(6) == 0) {
      edge.heart.advanceSeconds(Splitter.SILENCE_NANOS / 1_000_000_000L + 1);
    }
    List<Anonymous> anonymous =
        List.of(
            List.of(Anonymous.ADDRESS, Anonymous.BLUE, Anonymous.RANDOM).get(random.nextInt(3)));
    IdentitySettings identity =
        new IdentitySettings(
            IdentitySettings.DEFAULTS.from(), IdentitySettings.DEFAULTS.claims(), anonymous);
    edge.edge
        .prepare(
            edge.edge.stack(Stack.BLUE),
            edge.edge.stack(Stack.GREEN),
            new UserIdentifier(identity, new Random(random.nextLong())),
            new RoutingSettings(rules(random), true))
        .apply();
  }

  private static SplitTable table(Random random) {
    int weight = List.of(0, 1, 1_000, 5_000, 9_999, 10_000).get(random.nextInt(6));
    SplitTable.Latch latch =
        random.nextInt(4) == 0 ? new SplitTable.Latch("manual", "a test", 0, "ana") : null;
    SplitTable.Hold.Cause cause =
        random.nextBoolean() ? SplitTable.Hold.Cause.AWAY : SplitTable.Hold.Cause.DOUBT;
    SplitTable.Hold hold = random.nextInt(4) == 0 ? new SplitTable.Hold(cause, "a test") : null;
    String salt = random.nextBoolean() ? "" : "s" + random.nextInt(9);
    return new SplitTable(1, 1, new Weight(weight), salt, latch, hold, random.nextInt(6) == 0);
  }

  private static Rules rules(Random random) {
    RouteTable routes =
        random.nextInt(3) == 0
            ? RouteTable.NONE
            : new RouteTable(
                List.of(
                    route("billing", "/billing/**", Stack.BLUE),
                    route("new", "GET /new", Stack.GREEN),
                    route("login", "POST /login", null)));
    return new Rules(
        routes,
        Exclusions.DEFAULTS,
        new Lists(keys(random), keys(random)),
        random.nextInt(3) == 0 ? null : SEAL);
  }

  private static Route route(String name, String match, @Nullable Stack pin) {
    Route other = Route.UNMATCHED;
    return new Route(
        name,
        RoutePattern.parse(match),
        Optional.ofNullable(pin),
        other.success(),
        other.successRate(),
        other.p95Nanos(),
        false);
  }

  private static Set<String> keys(Random random) {
    return IntStream.range(0, random.nextInt(6))
        .mapToObj(i -> random.nextBoolean() ? key(random) : address(random))
        .collect(Collectors.toSet());
  }

  private static String key(Random random) {
    return String.valueOf(random.nextInt(12));
  }

  private static String address(Random random) {
    return random.nextInt(4) == 0
        ? "2001:db8::" + random.nextInt(1, 4)
        : "203.0.113." + key(random);
  }

  private static Sent sent(Random random) {
    String key = random.nextBoolean() ? key(random) : null;
    String token = key == null ? unusable(random) : token(random, key);
    return new Sent(
        key != null && random.nextBoolean() ? key : token,
        token,
        address(random),
        random.nextBoolean() ? "GET" : "POST",
        PATHS.get(random.nextInt(PATHS.size())),
        overrides(random));
  }

  private static String token(Random random, String key) {
    return random.nextBoolean() ? Tokens.forSubject(key) : Tokens.forUser(Long.parseLong(key));
  }

  private static @Nullable String unusable(Random random) {
    return random.nextBoolean() ? null : "eyJhbGciOiJIUzI1NiJ9.bm9uZQ.c2ln";
  }

  private static List<String> overrides(Random random) {
    Stack stack = random.nextBoolean() ? Stack.BLUE : Stack.GREEN;
    return switch (random.nextInt(6)) {
      case 0 -> List.of(SEAL.seal(stack, YEAR_2100));
      case 1 -> List.of(SEAL.seal(stack, 1));
      case 2 -> List.of(new OverrideSeal(SECRET + "!").seal(stack, YEAR_2100));
      default -> List.of();
    };
  }
}

package io.canaryrouter.config;

import io.canaryrouter.http.Cidr;
import io.canaryrouter.http.Transport;
import io.canaryrouter.http.UpstreamAddress;
import io.canaryrouter.identity.IdentitySettings.Anonymous;
import io.canaryrouter.identity.IdentitySettings.TokenSource;
import io.canaryrouter.routes.AgentPattern;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RoutePattern;
import io.canaryrouter.routes.StatusSet;
import io.canaryrouter.split.Lists;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of values that the keys of this version have. */
final class Kinds {
  static final Kind<String> TEXT =
      Kind.text(
          "^[^\\u0000-\\u001f\\u007f]{0,200}$",
          "a text has at most 200 characters and no control characters",
          text -> text);

  static final Kind<String> SECRET =
      Kind.text(
          "^[!-~]{0,1000}$",
          "a token has only visible ASCII characters and no space",
          text -> text);

  /** Shared secrets; every character counts. */
  static final Kind<List<String>> SECRETS =
      Kind.list(
          "^[^\\u0000-\\u001f\\u007f]{1,1000}$",
          "a secret is a text of 1 to 1000 characters, never empty",
          text -> text);

  /** Public keys; a private one may come here by mistake. */
  static final Kind<List<String>> PEM =
      Kind.list(
          "^[^\\u0000]{1,20000}$",
          "a public key is the text of a PEM file, or the name of one",
          text -> text);

  static final Kind<URI> JWKS =
      Kind.text(
          "^https?://[^\\s@#]{1,1000}$",
          "a key set's address is a URL without user or password, for example"
              + " https://login.example.com/.well-known/jwks.json",
          Kinds::url);

  static final Kind<String> HOST =
      Kind.text(
          "^[A-Za-z0-9._:\\[\\]-]{1,255}$",
          "a host is a name or an address without a scheme or a path, for example 0.0.0.0",
          text -> text);

  /** Where a port is opened. */
  static final Kind<String> BIND_HOST =
      Kind.text(
          "^[A-Za-z0-9._:\\[\\]-]{1,255}$",
          "a port is opened at an address of this machine, for example 0.0.0.0, 127.0.0.1 or ::",
          Kinds::bindHost);

  static final Kind<String> PATH =
      Kind.text("^/[!-~]{0,2000}$", "a path begins with a slash, for example /up", text -> text);

  static final Kind<Path> FILE =
      Kind.text("^[^\\u0000-\\u001f]{1,1000}$", "a file's name is expected", Path::of);

  static final Kind<Integer> PORT = Kind.integer("a port", 0, 65_535);

  static final Kind<Boolean> SWITCH = Kind.flag("write true or false");

  static final Kind<Weight> WEIGHT =
      Kind.text(
          "^[0-9]{1,3}(\\.[0-9]{1,9})?%$",
          "a weight is a percentage between 0% and 100%, for example 5% or 0.25%", Weight::parse);

  static final Kind<UpstreamAddress> ADDRESS =
      Kind.text(
          "^[^\\s@]{1,300}$",
          "a stack's address is written host:port, http://host:port or https://host, without user,"
              + " password or path",
          UpstreamAddress::parse);

  static final Kind<List<Cidr>> RANGES =
      Kind.list(
              "^[0-9A-Fa-f.:/]{2,60}$",
              "an address range is written like 10.0.0.0/8 or 192.0.2.1",
              Cidr::parse)
          .orEmpty();

  static final Kind<List<TokenSource>> TOKEN_SOURCES =
      Kind.list(
          "^(header|cookie|query):[!-~]{1,200}$",
          "a token source is written header:NAME, cookie:NAME or query:NAME",
          TokenSource::parse);

  static final Kind<List<String>> CLAIMS =
      Kind.list(
          "^[^\\u0000-\\u001f]{1,200}$",
          "a claim is named by a text, for example user_id",
          text -> text);

  static final Kind<List<Anonymous>> ANONYMOUS =
      Kind.list(
          "^(cookie|address|blue|random)$",
          "visitors without a token are routed by cookie, by address, to blue, or random",
          text -> Anonymous.valueOf(text.toUpperCase(Locale.ROOT)));

  /** Whether Host is kept. */
  static final Kind<Boolean> HOST_MODE =
      Kind.text("^(keep|rewrite)$", "write keep or rewrite", "keep"::equals);

  /** The transport, or empty for the best one. */
  static final Kind<Optional<Transport>> TRANSPORT =
      Kind.text(
          "^(auto|io_uring|epoll|nio)$", "write auto, io_uring, epoll or nio", Kinds::transport);

  /** The names that mean something else are refused: they are labels of other traffic. */
  static final Kind<String> ROUTE_NAME =
      Kind.text(
          "^(?!(%s|%s|none)$)[a-z0-9-]{1,40}$".formatted(Route.OTHER, Route.EXCLUDED),
          "a route's name has at most 40 of a-z, 0-9 and -, and is not other, excluded or none",
          text -> text);

  static final Kind<RoutePattern> ROUTE_PATTERN =
      Kind.text(
          "^([A-Z|]{1,100} )?/[!-~]{0,500}$",
          "a route is written /billing/**, /users/*/avatar or POST /login",
          RoutePattern::parse);

  static final Kind<Stack> STACK =
      Kind.text(
          "^(blue|green)$",
          "write blue or green",
          text -> Stack.valueOf(text.toUpperCase(Locale.ROOT)));

  static final Kind<StatusSet> STATUSES =
      Kind.list(
              "^[1-5]([0-9]{2}|xx)$", "a status is written 401, a class of them 2xx", text -> text)
          .map(StatusSet::parse);

  /** A share between 0 and 1, written as a percentage. */
  static final Kind<Double> SHARE =
      Kind.text(
          "^(100|[0-9]{1,2}(\\.[0-9]{1,6})?)%$",
          "a share is a percentage between 0% and 100%, for example 99.5%",
          text -> Double.parseDouble(text.substring(0, text.length() - 1)) / 100);

  /** User keys, by name. */
  static final Kind<List<String>> USERS =
      Kind.list(
              "^[^\\u0000-\\u001f\\u007f]{1,200}$",
              "a user's key has at most 200 characters and no control characters",
              text -> text)
          .within(0, Lists.MOST);

  static final Kind<List<RoutePattern>> EXCLUDED_PATHS =
      Kind.list(ROUTE_PATTERN.pattern(), ROUTE_PATTERN.expects(), RoutePattern::parse)
          .within(0, 50);

  static final Kind<List<AgentPattern>> AGENTS =
      Kind.list(
              "^\\*?[ -)+-~]{1,100}\\*?$",
              "a client is written kube-probe/* or *UptimeRobot*",
              AgentPattern::new)
          .within(0, 50);

  static final Kind<String> FIELD_NAME =
      Kind.text(
          "^[A-Za-z0-9-]{1,100}$",
          "a field's name has letters, digits and -, for example X-App-Version",
          text -> text);

  static final Kind<List<String>> FIELD_NAMES =
      Kind.list(
              "^[A-Za-z0-9-]{1,100}$",
              "a field's name has letters, digits and -, for example X-Load-Test",
              text -> text)
          .within(0, 50);

  /** A list of mappings that has none. */
  static final Kind<List<String>> NOTHING =
      Kind.list("^$", "a list of mappings is expected", text -> text).orEmpty();

  private Kinds() {}

  static Kind<Long> duration(String least, String most) {
    return Kind.quantity(Units.DURATION, least, most);
  }

  static Kind<Long> size(String least, String most) {
    return Kind.quantity(Units.SIZE, least, most);
  }

  /** A name is only known when it is looked up; what looks like an address must be one. */
  private static String bindHost(String text) {
    if (text.contains(":") || text.matches("[0-9.]+")) {
      try {
        Cidr.parse(text.replaceAll("^\\[(.*)]$", "$1"));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(BIND_HOST.expects() + ", not " + Quoted.of(text));
      }
    }
    return text;
  }

  private static URI url(String text) {
    try {
      URI address = new URI(text);
      if (address.getHost() != null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Told below, as for an address without a host.
    }
    throw new IllegalArgumentException(JWKS.expects() + ", not " + Quoted.of(text));
  }

  private static Optional<Transport> transport(String text) {
    return text.equals("auto")
        ? Optional.empty()
        : Optional.of(Transport.valueOf(text.toUpperCase(Locale.ROOT)));
  }
}

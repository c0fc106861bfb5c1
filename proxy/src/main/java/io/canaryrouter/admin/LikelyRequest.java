package io.canaryrouter.admin;

import io.canaryrouter.identity.IdentitySettings;
import io.canaryrouter.identity.IdentitySettings.TokenSource;
import io.canaryrouter.identity.RequestView;
import io.canaryrouter.routes.Rules;
import io.canaryrouter.split.OverrideSeal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Inquiry} as the request that the data plane would see, with its token in the first
 * place that tokens are looked for. Immutable.
 */
final class LikelyRequest implements RequestView {
  private final Inquiry inquiry;
  private final String target;
  private final String address;
  private final Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * Makes a request.
   *
   * @param token what it carries, or null
   * @param address from where it comes
   */
  LikelyRequest(
      Inquiry inquiry, @Nullable String token, String address, IdentitySettings settings) {
    this.inquiry = inquiry;
    this.address = address;
    String path = inquiry.path() == null ? "/" : inquiry.path();
    if (inquiry.override() != null) {
      fields.put(OverrideSeal.FIELD, inquiry.override());
    }
    TokenSource source = settings.from().isEmpty() ? null : settings.from().get(0);
    if (token == null || source == null) {
      this.target = path;
    } else if (source.kind() == TokenSource.Kind.QUERY) {
      this.target = withQuery(path, source, token);
    } else {
      this.target = path;
      put(source, token);
    }
  }

  private void put(TokenSource source, String token) {
    if (source.kind() == TokenSource.Kind.COOKIE) {
      fields.put("Cookie", source.name() + "=" + token);
    } else {
      fields.put(source.name(), "Bearer " + token);
    }
  }

  /** The token goes first, since the first parameter of a name is the one that counts. */
  private static String withQuery(String path, TokenSource source, String token) {
    int question = path.indexOf('?');
    String parameter =
        "?"
            + URLEncoder.encode(source.name(), StandardCharsets.UTF_8)
            + "="
            + URLEncoder.encode(token, StandardCharsets.UTF_8);
    return question < 0
        ? path + parameter
        : path.substring(0, question) + parameter + "&" + path.substring(question + 1);
  }

  /** What the rules say of it. */
  Rules.Reading read(Rules rules, long epochSeconds) {
    return inquiry.path() == null
        ? rules.ofUnknown(inquiry.override(), epochSeconds)
        : rules.read(
            new Rules.Request(inquiry.method(), inquiry.path(), this::field, epochSeconds));
  }

  @Override
  public @Nullable String field(String name) {
    return fields.get(name);
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public String clientAddress() {
    return address;
  }
}

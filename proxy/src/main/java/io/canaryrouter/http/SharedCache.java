package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a cache that many clients share may keep of a response (RFC 9111 section 3), and so show to
 * others than the one it was made for. Stateless.
 */
final class SharedCache {
  /** Fields that are for such caches only (RFC 9213), whoever invented them. */
  private static final List<String> TARGETED = List.of("cdn-cache-control", "surrogate-control");

  private SharedCache() {}

  /**
   * Whether one may keep the response, as far as its head tells. In doubt it may: {@code no-cache}
   * means kept and asked for again, a page that only says when it was modified is kept by rule of
   * thumb, and to whom a 304 is told keeps the page already, with all fields of the 304.
   */
  static boolean mayKeep(HttpRequest request, HttpResponse response) {
    boolean isRead =
        HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
    if (!isRead) {
      return false;
    }
    HttpHeaders fields = response.headers();
    if (!fields.contains(HttpHeaderNames.CACHE_CONTROL)) {
      return fields.contains(HttpHeaderNames.EXPIRES)
          || fields.contains(HttpHeaderNames.LAST_MODIFIED)
          || HttpResponseStatus.NOT_MODIFIED.equals(response.status())
          || isKeptByTarget(fields);
    }
    return !forbids(fields, HttpHeaderNames.CACHE_CONTROL) || isKeptByTarget(fields);
  }

  /** A field for one kind of cache is stronger there than the one for all. */
  private static boolean isKeptByTarget(HttpHeaders fields) {
    for (Map.Entry<String, String> field : fields) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (TARGETED.stream().anyMatch(name::endsWith) && !forbids(fields, name)) {
        return true;
      }
    }
    return false;
  }

  /** {@code private} with names of fields forbids those fields only. */
  private static boolean forbids(HttpHeaders fields, CharSequence name) {
    return FieldList.elements(fields, name).stream()
        .anyMatch(directive ->
            AsciiString.contentEqualsIgnoreCase(directive, "private")
                || AsciiString.contentEqualsIgnoreCase(directive, "no-store"));
  }
}

package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cache between may show to others. */
class SharedCacheTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control: public, max-age=31536000, immutable",
        "Cache-Control: max-age=60",
        "Cache-Control: no-cache",
        "Cache-Control: s-maxage=5",
        "Cache-Control: private=\"Set-Cookie\", max-age=60",
        "Last-Modified: Wed, 25 Nov 2026 08:00:00 GMT",
        "Expires: Wed, 25 Nov 2026 08:00:00 GMT",
        "Cache-Control: private|CDN-Cache-Control: max-age=60",
        "Cache-Control: private|Cloudflare-CDN-Cache-Control: max-age=60",
        "Surrogate-Control: max-age=60",
        "CDN-Cache-Control: private|Cache-Control: public",
      })
  void itMayKeep(String fields) {
    assertThat(SharedCache.mayKeep(request(HttpMethod.GET), response(fields))).isTrue();
    assertThat(SharedCache.mayKeep(request(HttpMethod.HEAD), response(fields))).isTrue();
    assertThat(SharedCache.mayKeep(request(HttpMethod.POST), response(fields))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/html",
        "Cache-Control: max-age=0, private, must-revalidate|ETag: W/\"a\"",
        "Cache-Control: No-Store|Last-Modified: Wed, 25 Nov 2026 08:00:00 GMT",
        "Cache-Control: no-cache|Cache-Control: no-store",
        "Cache-Control: private|CDN-Cache-Control: private",
        "Cache-Control: private|Expires: Wed, 25 Nov 2026 08:00:00 GMT",
      })
  void itMayNotKeep(String fields) {
    assertThat(SharedCache.mayKeep(request(HttpMethod.GET), response(fields))).isFalse();
  }

  @Test
  void whatItIsToldToKeepOnItMayKeepUnlessToldOtherwise() {
    HttpResponse notModified = response("ETag: \"a\"").setStatus(HttpResponseStatus.NOT_MODIFIED);
    assertThat(SharedCache.mayKeep(request(HttpMethod.GET), notModified)).isTrue();
    notModified.headers().set("Cache-Control", "private");
    assertThat(SharedCache.mayKeep(request(HttpMethod.GET), notModified)).isFalse();
  }

  private static DefaultHttpRequest request(HttpMethod method) {
    return new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, "/");
  }

  private static HttpResponse response(String fields) {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    for (String field : fields.split("\\|", -1)) {
      String[] pair = field.split(": ", 2);
      response.headers().add(pair[0], pair[1]);
    }
    return response;
  }
}

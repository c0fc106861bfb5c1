package io.canaryrouter.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RouteTableTest {
  @Test
  void theFirstMatchWins() {
    RouteTable routes = table("/api/health", "/api/**", "/api/users/*");

    assertThat(routes.of("GET", "/api/health")).isSameAs(routes.routes().get(0));
    assertThat(routes.of("GET", "/api/users/1")).isSameAs(routes.routes().get(1));
  }

  @Test
  void whatNoRouteMatchesIsOther() {
    assertThat(table("/api/**").of("GET", "/").name()).isEqualTo("other");
    assertThat(table("/**").of("OPTIONS", "*").name()).isEqualTo("other");
    assertThat(RouteTable.NONE.of("GET", "/api").name()).isEqualTo("other");
  }

  @Test
  void aRouteIsFoundUnderEverySpellingOfItsPath() {
    RouteTable routes = table("/billing/**");

    for (String target :
        List.of("/billing/1?a=b", "//billing/1", "/b%69lling/1", "/a/../billing/1", "/billing")) {
      assertThat(routes.of("GET", RequestPath.of(target)))
          .as(target)
          .isSameAs(routes.routes().get(0));
    }
  }

  @Test
  void aRouteThatAnEarlierOneTakesWhollyIsKnown() {
    RouteTable routes = table("/api/**", "/login", "/api/users");

    assertThat(routes.shadowOf(0)).isEmpty();
    assertThat(routes.shadowOf(1)).isEmpty();
    assertThat(routes.shadowOf(2)).contains(routes.routes().get(0));
  }

  @Test
  void thereAreAtMostThirtyTwo() {
    String[] patterns = new String[33];
    Arrays.setAll(patterns, i -> "/" + i);

    assertThat(table(Arrays.copyOf(patterns, 32)).of("GET", "/31").name()).isEqualTo("r31");
    assertThatThrownBy(() -> table(patterns)).isInstanceOf(IllegalArgumentException.class);
  }

  private static RouteTable table(String... patterns) {
    List<Route> routes = new ArrayList<>();
    for (String pattern : patterns) {
      routes.add(
          new Route(
              "r" + routes.size(),
              RoutePattern.parse(pattern),
              Optional.empty(),
              Route.SUCCESS,
              OptionalDouble.empty(),
              OptionalLong.empty(),
              false));
    }
    return new RouteTable(routes);
  }
}

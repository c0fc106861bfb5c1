package io.canaryrouter.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.config.Key.Presence;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeysTest {
  @Test
  void everyKeyStandsInTheTableOnce() {
    assertThat(Keys.ALL.stream().map(Key::path)).doesNotHaveDuplicates();
    assertThat(Keys.SECTIONS.stream().map(Section::path)).doesNotHaveDuplicates();
  }

  @Test
  void everyKeyLiesInASection() {
    assertThat(Keys.ALL)
        .allSatisfy(key -> {
          int dot = key.path().lastIndexOf('.');
          assertThat(KeyIndex.sectionAt(key.path().substring(0, Math.max(0, dot)))).isPresent();
        });
  }

  @Test
  void everyKeyAndSectionIsDescribedByASentence() {
    assertThat(Keys.ALL).allMatch(key -> key.description().endsWith("."));
    assertThat(Keys.SECTIONS).allMatch(section -> section.description().endsWith("."));
  }

  @Test
  void everyListHasItemsThatAreASection() {
    assertThat(Keys.LISTINGS)
        .allSatisfy(listing -> {
          assertThat(KeyIndex.sectionAt(listing.itemPath(0))).isPresent();
          assertThat(KeyIndex.keyAt(listing.itemPath(0) + "." + listing.unique())).isPresent();
          assertThat(listing.description()).endsWith(".");
        });
  }

  @Test
  void everyDefaultIsAsItsKindIsWritten() {
    Variables nothingSet = new Variables(Map.of());
    assertThat(Keys.ALL)
        .filteredOn(key -> key.presence() == Presence.DEFAULTED)
        .allSatisfy(key -> {
          List<String> texts = key.fallback().stream().map(nothingSet::replaceIn).toList();
          assertThat(key.kind().read(texts)).isNotNull();
        });
  }

  @Test
  void nothingIsBothKnownAndNotInThisVersion() {
    assertThat(Keys.LATER)
        .allMatch(path ->
            KeyIndex.keyAt(path).isEmpty()
                && KeyIndex.sectionAt(path).isEmpty()
                && KeyIndex.listingAt(path).isEmpty());
  }
}

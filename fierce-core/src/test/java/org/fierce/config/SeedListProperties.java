package org.fierce.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;

class SeedListProperties {
  @Property
  void whatIsWrittenIsReadAsTheSameSeeds(
      @ForAll @Size(min = 1, max = 30) @UniqueElements List<Long> seeds) {
    assertThat(SeedList.parse(new SeedList(seeds).toString()).seeds()).isEqualTo(seeds);
  }

  @Property
  void neighboursTooInAnyOrder(
      @ForAll @Size(min = 1, max = 30) @UniqueElements
          List<@LongRange(min = -9, max = 30) Long> seeds) {
    assertThat(SeedList.parse(new SeedList(seeds).toString()).seeds()).isEqualTo(seeds);
  }
}

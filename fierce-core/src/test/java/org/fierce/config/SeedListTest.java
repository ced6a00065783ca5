package org.fierce.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.fierce.run.RepeatCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedListTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "5; 0,1,2,3,4",
        "1; 0",
        "5-5; 5",
        "100-102; 100,101,102",
        "0-1,5; 0,1,5",
        "5,0-1; 5,0,1",
        "2,1,0; 2,1,0",
        "-3--1,7; -3,-2,-1,7",
        "9223372036854775806-9223372036854775807; 9223372036854775806,9223372036854775807"
      })
  void isReadAndWritten(String text, String seeds) {
    List<Long> expected = List.of(seeds.split(",")).stream().map(Long::valueOf).toList();

    assertThat(SeedList.parse(text).seeds()).isEqualTo(expected);
    assertThat(new SeedList(expected)).hasToString(text);
  }

  @Test
  void wordsAreForPeople() {
    assertThat(SeedList.first(5).words()).isEqualTo("seeds 0 to 4");
    assertThat(SeedList.parse("0-1,5").words()).isEqualTo("seeds 0 to 1, 5");
    assertThat(SeedList.parse("7-7").words()).isEqualTo("seed 7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "many; 'many' is neither a number of seeds, as 5, nor a range or list of them, as 100-104 or 0-1,5",
        "1,; '1,' is neither a number of seeds, as 5, nor a range or list of them, as 100-104 or 0-1,5",
        "99999999999999999999-99999999999999999999; '99999999999999999999-99999999999999999999' is neither a number of seeds, as 5, nor a range or list of them, as 100-104 or 0-1,5",
        "0; seeds must be at least 1, found 0",
        "7-3; '7-3' in '7-3' names no seed: 3 is less than 7",
        "0-2,1; the seed 1 is named twice",
        "10001; 10001 seeds are asked for, at most 10000 are possible",
        "0-100000000; '0-100000000' names more than 10000 seeds"
      })
  void whatNamesNoSeedsIsRefused(String text, String message) {
    assertThatThrownBy(() -> SeedList.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void theWidestRangeIsRefusedToo() {
    assertThatThrownBy(() -> SeedList.parse(Long.MIN_VALUE + "-" + Long.MAX_VALUE))
        .hasMessageEndingWith("names more than 10000 seeds");
  }

  @Test
  void theCommandRepeatsTheSeeds() {
    assertThat(RepeatCommand.compare(List.of(0L, 1L, 5L)))
        .isEqualTo("fierce compare config.yaml --seeds 0-1,5 --out again");
    assertThat(RepeatCommand.compare(LongStream.range(0, 3).boxed().toList()))
        .isEqualTo("fierce compare config.yaml --seeds 3 --out again");
    assertThat(RepeatCommand.compare(List.of(-1L)))
        .isEqualTo("fierce compare config.yaml --seeds=-1--1 --out again");
  }
}

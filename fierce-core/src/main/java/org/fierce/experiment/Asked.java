package org.fierce.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fierce.config.ConfigReader;
import org.fierce.config.ExperimentConfig;
import org.fierce.data.DataSplit;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;

/**
 * What a run is asked, in the words of its data.
 *
 * @param data name of the data set
 * @param coarse what the coarse label is, as {@code grade}
 * @param fine what the fine target is, as {@code price}
 */
public record Asked(String data, String coarse, String fine) {
  private static final Pattern ENDINGS = Pattern.compile("(?:\\.[A-Za-z][A-Za-z0-9]{1,10})+$");
  private static final Pattern BINS = Pattern.compile("bins\\((.+),\\s*\\d+\\s*\\)");

  /** Takes the names from the configuration's labels, and of numbers from the data. */
  public static Asked of(ExperimentConfig config, DataSplit split) {
    JsonNode labels = labels(config);
    FineTargets fine = split.train().fine();
    return new Asked(split.train().name(), coarse(labels.path("coarse")), fine(labels, fine));
  }

  private static JsonNode labels(ExperimentConfig config) {
    try {
      return ConfigReader.YAML.readTree(config.yaml()).path("data").path("labels");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a configuration keeps its own text", e);
    }
  }

  private static String coarse(JsonNode coarse) {
    String name = coarse.asText("");
    Matcher bins = BINS.matcher(name);
    if (bins.matches()) {
      return "the bin of " + bins.group(1);
    }
    return name.isEmpty() || name.equals("coarse") ? "the coarse class" : name;
  }

  private static String fine(JsonNode labels, @Nullable FineTargets fine) {
    if (fine instanceof FineTargets.Scalars numbers) {
      return numbers.name();
    }
    if (fine instanceof FineTargets.Shares) {
      return "the shares";
    }
    JsonNode name = labels.path("fine");
    String text = name.isObject() ? name.path("classes").asText("") : name.asText("");
    return text.isEmpty() || text.equals("fine") ? "the fine class" : text;
  }

  /** The data set's name without the ending of its file, with a capital. */
  private String title() {
    String name = ENDINGS.matcher(data).replaceFirst("");
    return name.isEmpty() ? data : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /** The question as a heading. */
  public String question(boolean hasFine) {
    return hasFine
        ? "%s: told %s, what is %s?".formatted(title(), coarse, fine)
        : "%s: what is %s?".formatted(title(), coarse);
  }
}

package org.fierce.kinds;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** All kinds that the libraries at hand provide. */
public final class Kinds {
  private static @Nullable Kinds all;

  private final List<Kind<?>> kinds;

  private Kinds(List<Kind<?>> kinds) {
    this.kinds = kinds;
  }

  /**
   * The kinds of this process, found once.
   *
   * @throws IllegalStateException if two of one sort have one name, or a provider fails
   */
  public static synchronized Kinds all() {
    if (all == null) {
      all = of(ServiceLoader.load(KindProvider.class, Kinds.class.getClassLoader()));
    }
    return all;
  }

  /**
   * The kinds of these providers, in their order.
   *
   * @throws IllegalStateException if two of one sort have one name, or a provider fails
   */
  public static Kinds of(Iterable<? extends KindProvider> providers) {
    List<Kind<?>> found = new ArrayList<>();
    try {
      for (KindProvider provider : providers) {
        found.addAll(kindsOf(provider));
      }
    } catch (ServiceConfigurationError e) {
      throw new IllegalStateException(
          "a library that adds kinds cannot be used: %s; correct its META-INF/services/%s or remove it from the class path"
              .formatted(
                  e.getCause() == null ? e.getMessage() : e.getMessage() + ": " + e.getCause(),
                  KindProvider.class.getName()),
          e);
    }
    Map<String, Kind<?>> byName = new LinkedHashMap<>();
    for (Kind<?> kind : found) {
      Kind<?> other = byName.put(kind.of().getName() + " " + kind.name(), kind);
      if (other != null) {
        throw new IllegalStateException(
            "%s and %s are both called %s; rename one"
                .formatted(other.type().getName(), kind.type().getName(), kind.name()));
      }
    }
    return new Kinds(List.copyOf(found));
  }

  private static List<Kind<?>> kindsOf(KindProvider provider) {
    try {
      return provider.kinds();
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalStateException(
          "%s, which adds kinds, failed: %s; correct it or remove it from the class path"
              .formatted(provider.getClass().getName(), e),
          e);
    }
  }

  /** The kinds of one sort of thing, in the order in which they are provided. */
  public List<Kind<?>> of(Class<?> sort) {
    return kinds.stream().filter(kind -> kind.of().equals(sort)).toList();
  }

  /**
   * What configurations call a thing of that type; the type's own simple name where it has none.
   */
  public String nameOf(Object thing) {
    return kinds.stream()
        .filter(kind -> kind.type().equals(thing.getClass()))
        .map(Kind::name)
        .findFirst()
        .orElse(thing.getClass().getSimpleName());
  }

  /** Lets a mapper read and write each thing by the name of its kind. */
  public ObjectMapper register(ObjectMapper mapper) {
    for (Kind<?> kind : kinds) {
      mapper.registerSubtypes(new NamedType(kind.type(), kind.name()));
    }
    return mapper;
  }
}

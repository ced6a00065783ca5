package org.fierce.kinds;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** All kinds that the libraries at hand provide. */
public final class Kinds {
  private static final Kinds ALL = new Kinds(load());

  private final List<Kind<?>> kinds;

  private Kinds(List<Kind<?>> kinds) {
    this.kinds = kinds;
  }

  /**
   * The kinds of this process.
   *
   * @throws IllegalStateException if two of one sort have one name
   */
  public static Kinds all() {
    return ALL;
  }

  private static List<Kind<?>> load() {
    List<Kind<?>> found = new ArrayList<>();
    Map<String, Kind<?>> byName = new LinkedHashMap<>();
    for (KindProvider provider :
        ServiceLoader.load(KindProvider.class, Kinds.class.getClassLoader())) {
      for (Kind<?> kind : provider.kinds()) {
        Kind<?> other = byName.put(kind.of().getName() + " " + kind.name(), kind);
        if (other != null) {
          throw new IllegalStateException(
              "%s and %s are both called %s; rename one"
                  .formatted(other.type().getName(), kind.type().getName(), kind.name()));
        }
        found.add(kind);
      }
    }
    return List.copyOf(found);
  }

  /** The kinds of one sort of thing, in the order in which they are provided. */
  public List<Kind<?>> of(Class<?> sort) {
    return kinds.stream().filter(kind -> kind.of().equals(sort)).toList();
  }

  /** Lets a mapper read and write each thing by the name of its kind. */
  public ObjectMapper register(ObjectMapper mapper) {
    for (Kind<?> kind : kinds) {
      mapper.registerSubtypes(new NamedType(kind.type(), kind.name()));
    }
    return mapper;
  }
}

package dev.stead.matcher.ring;

import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.Rings;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far comparisons may go: in general, and by gallery and terminal.
 *
 * @param special by {@code gallery/<id>} and {@code terminal/<id>}
 */
public record SearchScopes(Rings.Scope standard, Map<String, Rings.Scope> special) {
    private static final String GALLERY = "gallery/";

    public SearchScopes {
        special = Map.copyOf(special);
    }

    /**
     * Reads, for example, {@code ring_then_all,gallery/staff=all,terminal/t-7=ring}.
     *
     * @return empty if it is not written so
     */
    public static Optional<SearchScopes> parse(String text) {
        String[] parts = text.split(",", -1);
        Optional<Rings.Scope> standard = scope(parts[0].strip());
        Map<String, Rings.Scope> special = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].strip().split("=", -1);
            Optional<Rings.Scope> scope =
                    pair.length == 2 && pair[0].matches("(gallery|terminal)/.+") ? scope(pair[1]) : Optional.empty();
            if (scope.isEmpty() || special.put(pair[0], scope.get()) != null) {
                return Optional.empty();
            }
        }
        return standard.map(it -> new SearchScopes(it, special));
    }

    private static Optional<Rings.Scope> scope(String text) {
        for (Rings.Scope scope : Rings.Scope.values()) {
            if (scope.name().equals(text.toUpperCase(Locale.ROOT))) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }

    /** The narrower one, if both the gallery and the source have one of their own. Rings are of terminals only. */
    Rings.Scope of(GalleryId gallery, CaptureSource source) {
        if (source.device() != CaptureSource.Device.TERMINAL) {
            return Rings.Scope.ALL;
        }
        return Stream.of(GALLERY + gallery.value(), "terminal/" + source.id())
                .filter(special::containsKey)
                .map(special::get)
                .min(Comparator.naturalOrder())
                .orElse(standard);
    }

    /** The galleries that have a scope of their own. */
    public Set<String> galleries() {
        return special.keySet().stream()
                .filter(key -> key.startsWith(GALLERY))
                .map(key -> key.substring(GALLERY.length()))
                .collect(Collectors.toSet());
    }
}

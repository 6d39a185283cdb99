package dev.stead.standalone;

import java.util.HashMap;
import java.util.Map;

/** Reads a file as systemd reads an {@code EnvironmentFile} (systemd.exec(5); the states are those of its src/basic/env-file.c). */
final class EnvironmentFile {
    private static final String UNESCAPED = "\"\\`$";

    private enum State {
        KEY,
        BEFORE_VALUE,
        VALUE,
        VALUE_ESCAPE,
        SINGLE_QUOTED,
        DOUBLE_QUOTED,
        DOUBLE_QUOTED_ESCAPE
    }

    private final Map<String, String> settings = new HashMap<>();
    private final StringBuilder key = new StringBuilder();
    private final StringBuilder value = new StringBuilder();
    private State state = State.KEY;

    private EnvironmentFile() {}

    static Map<String, String> read(String text) {
        var file = new EnvironmentFile();
        text.chars().forEach(letter -> file.state = file.next((char) letter));
        return file.settings;
    }

    private State next(char letter) {
        return switch (state) {
            case KEY -> {
                if (letter == '=') {
                    yield State.BEFORE_VALUE;
                }
                key.append(letter);
                yield State.KEY;
            }
            case BEFORE_VALUE ->
                switch (letter) {
                    case '\n' -> end();
                    case '\'' -> State.SINGLE_QUOTED;
                    case '"' -> State.DOUBLE_QUOTED;
                    case '\\' -> State.VALUE_ESCAPE;
                    case ' ', '\t' -> State.BEFORE_VALUE;
                    default -> append(letter, State.VALUE);
                };
            case VALUE ->
                switch (letter) {
                    case '\n' -> end();
                    case '\\' -> State.VALUE_ESCAPE;
                    default -> append(letter, State.VALUE);
                };
            case VALUE_ESCAPE -> letter == '\n' ? State.VALUE : append(letter, State.VALUE);
            case SINGLE_QUOTED -> letter == '\'' ? State.BEFORE_VALUE : append(letter, State.SINGLE_QUOTED);
            case DOUBLE_QUOTED ->
                switch (letter) {
                    case '"' -> State.BEFORE_VALUE;
                    case '\\' -> State.DOUBLE_QUOTED_ESCAPE;
                    default -> append(letter, State.DOUBLE_QUOTED);
                };
            case DOUBLE_QUOTED_ESCAPE -> {
                if (UNESCAPED.indexOf(letter) < 0 && letter != '\n') {
                    value.append('\\');
                }
                yield letter == '\n' ? State.DOUBLE_QUOTED : append(letter, State.DOUBLE_QUOTED);
            }
        };
    }

    private State append(char letter, State then) {
        value.append(letter);
        return then;
    }

    private State end() {
        settings.put(key.toString(), value.toString());
        key.setLength(0);
        value.setLength(0);
        return State.KEY;
    }
}

package dev.stead.benchmarks.engine;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A setting that states the target, not the means: {@code 0.999}, {@code 0.9999}, {@code exact}, each alone or with an early stop, as in
 * {@code 0.999:stop@0.55}.
 *
 * @param agreement the share of searches that must find what exact search finds; 1 is exact
 * @param stop the similarity at which a candidate is accepted, so that a search need not go on for what cannot change the decision; -1 for
 *     a search that always goes on
 */
record Target(double agreement, float stop) {
    /** The default settings; the early stop is at the default threshold. */
    static final List<String> USUAL =
            List.of("0.99", "0.999", "0.9999", "0.999:stop@0.55", "0.9999:stop@0.55", "exact");

    private static final Pattern FORM = Pattern.compile("(exact|0\\.[0-9]{1,7})(?::stop@(0(?:\\.[0-9]{1,4})?|1))?");

    /** @throws IllegalArgumentException for what is not of this form */
    static Target of(String setting) {
        Matcher form = FORM.matcher(setting);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "a target is 'exact' or a share such as 0.999, perhaps with an early stop such as ':stop@0.55', not '"
                            + setting + "'");
        }
        double agreement = form.group(1).equals("exact") ? 1 : Double.parseDouble(form.group(1));
        if (agreement <= 0.5) {
            throw new IllegalArgumentException("a target is over 0.5, not " + form.group(1));
        }
        return new Target(agreement, form.group(2) == null ? -1 : Float.parseFloat(form.group(2)));
    }
}

package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.audit.Act;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.time.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AnswerCountsTest {
    private static final Caller TILL = new Caller.Terminal("till-1");

    private final List<Act> acts = new CopyOnWriteArrayList<>();
    private final AnswerCounts counts = new AnswerCounts(acts::add);

    @Test
    void aGalleryWithoutAnswersHasNoAct() {
        counts.write();
        counts.count("people", TILL, "identified");
        counts.write();
        counts.write();

        assertThat(acts)
                .singleElement()
                .extracting(Act::objects)
                .isEqualTo(List.of("gallery/people", "terminal/till-1:identified=1"));
    }

    @Test
    void eachGalleryHasItsOwn() {
        counts.count("palms", TILL, "identified");
        counts.count("people", TILL, "nonce_used");
        counts.count("people", new Caller.Person("p-ada"), "identified");
        counts.close();

        assertThat(acts)
                .extracting(Act::objects)
                .containsExactly(
                        List.of("gallery/palms", "terminal/till-1:identified=1"),
                        List.of("gallery/people", "person/identified=1", "terminal/till-1:nonce_used=1"));
    }

    @Test
    void manyTerminalsHaveSeveralActsOfBoundedSize() {
        for (int i = 0; i < 1_200; i++) {
            counts.count("people", new Caller.Terminal("t-" + i), "identified");
        }
        counts.write();

        assertThat(acts).extracting(act -> act.objects().size() - 1).containsExactly(500, 500, 200);
    }

    @Test
    void aStoreThatIsBusyLosesNothing() {
        var busy = new AnswerCounts(_ -> {
            throw new IllegalStateException("busy");
        });
        busy.count("people", TILL, "identified");
        assertThatThrownBy(busy::write).hasMessage("busy");
        busy.count("people", TILL, "identified");
        assertThatThrownBy(busy::close).hasMessage("busy");

        var written = new ArrayList<Act>();
        var tries = new ArrayList<Act>();
        var later = new AnswerCounts(act -> {
            tries.add(act);
            if (tries.size() == 1) {
                throw new IllegalStateException("busy");
            }
            written.add(act);
        });
        later.count("people", TILL, "identified");
        assertThatThrownBy(later::write).hasMessage("busy");
        later.count("people", TILL, "identified");
        later.write();
        assertThat(written)
                .singleElement()
                .extracting(Act::objects)
                .isEqualTo(List.of("gallery/people", "terminal/till-1:identified=2"));
    }

    @Test
    void nothingIsLostOrCountedTwiceWhileItIsWritten() {
        int each = 100_000;
        Runnable answers = () -> {
            for (int i = 0; i < each; i++) {
                counts.count("people", TILL, "identified");
            }
        };
        Runnable minutes = () -> {
            for (int i = 0; i < 1_000; i++) {
                counts.write();
            }
        };
        Parallel.runAll(List.of(answers, minutes, answers, minutes, answers));
        counts.write();

        var number = Pattern.compile("identified=(\\d+)");
        assertThat(acts.stream()
                        .flatMap(act -> act.objects().stream())
                        .flatMap(object -> number.matcher(object).results())
                        .mapToLong(found -> Long.parseLong(found.group(1)))
                        .sum())
                .isEqualTo(3L * each);
    }
}

package dev.stead.terminal.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SyntheticPeopleTest {
    private static final long SEED = 42;

    private final SyntheticPeople people = new SyntheticPeople(1_000, 512, SEED, "synthetic@1");

    @Test
    void samplesOfOnePersonHaveTheCosineOfRealOnes() {
        double sum = 0;
        for (int person = 0; person < 1_000; person++) {
            sum += cosine(people.enrolment(person).getFirst(), people.probe(person, person));
        }
        assertThat(sum / 1_000).as("seed %d", SEED).isBetween(0.64, 0.72);
    }

    @Test
    void twoPeopleAreAsFarApartAsRealOnes() {
        double squares = 0;
        double sum = 0;
        for (int person = 1; person < 1_000; person++) {
            double cosine = cosine(people.probe(person - 1, 7), people.probe(person, 7));
            sum += cosine;
            squares += cosine * cosine;
        }
        assertThat(sum / 999).as("seed %d", SEED).isBetween(-0.02, 0.02);
        assertThat(Math.sqrt(squares / 999)).as("seed %d", SEED).isBetween(0.085, 0.107);
    }

    @Test
    void aSeedRepeatsItself() {
        CapturedSample once = people.probe(3, 5);
        CapturedSample again = new SyntheticPeople(1_000, 512, SEED, "synthetic@1").probe(3, 5);
        assertThat(again.littleEndian()).isEqualTo(once.littleEndian());
        assertThat(people.probe(3, 6).littleEndian()).isNotEqualTo(once.littleEndian());
    }

    @Test
    void idsAreTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of("ar", "EG"));
            assertThat(people.subjectId(7)).isEqualTo("synthetic-0000007");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static double cosine(CapturedSample one, CapturedSample other) {
        FloatBuffer a = floats(one);
        FloatBuffer b = floats(other);
        double sum = 0;
        for (int k = 0; k < one.dimension(); k++) {
            sum += a.get(k) * b.get(k);
        }
        return sum;
    }

    private static FloatBuffer floats(CapturedSample sample) {
        return ByteBuffer.wrap(sample.littleEndian())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
    }
}

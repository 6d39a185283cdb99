package dev.stead.systemtests.provider;

import dev.stead.mesh.Failpoint;
import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.provider.Provider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The payment adapter's side of {@link ProviderDouble}. Whatever is not a whole answer is unknown. Thread-safe. */
final class DoubleProvider implements Provider {
    private final InetSocketAddress address;
    private final Duration timeout;

    DoubleProvider(InetSocketAddress address, Duration timeout) {
        this.address = address;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return "double";
    }

    @Override
    public boolean settlesWithinLedger() {
        return false;
    }

    @Override
    public Outcome authorise(Instruction instruction) {
        return ask(Effect.AUTHORISED, instruction.key(), instruction.amount());
    }

    @Override
    public Outcome capture(Instruction instruction) {
        return ask(Effect.CAPTURED, instruction.key(), instruction.amount());
    }

    @Override
    public Outcome voidAuthorisation(Instruction instruction) {
        return ask(Effect.CANCELLED, instruction.key(), instruction.amount());
    }

    @Override
    public Outcome refund(Instruction captured, String key, Money amount) {
        return ask(Effect.REFUNDED, key, amount);
    }

    /** Its journal keeps no times: no row reconciles with it, and the adapter under test has reconciliation switched off. */
    @Override
    public void statement(Period period, Consumer<Movement> each) {
        throw new UnsupportedOperationException("the double's journal keeps no times");
    }

    @Override
    public LookupResult lookUp(String key) {
        String[] words = call("LOOKUP " + key).orElse("503").split(" ", -1);
        return switch (words[0]) {
            case "404" -> new LookupResult.NotFound();
            case "402" -> new LookupResult.Declined(DeclineReason.PROVIDER_REFUSED);
            case "200" -> {
                Money amount = new Money(words[2], Long.parseLong(words[3]));
                yield switch (Effect.valueOf(words[1])) {
                    case AUTHORISED -> new LookupResult.Authorised(key, amount);
                    case CAPTURED, REFUNDED -> new LookupResult.Completed(key, amount);
                    case CANCELLED -> new LookupResult.Voided();
                };
            }
            default -> new LookupResult.Unknown();
        };
    }

    private Outcome ask(Effect effect, String key, Money amount) {
        Failpoint.at("payment.send");
        Optional<String> answer =
                call(String.join(" ", effect.name(), key, amount.currencyCode(), Long.toString(amount.minorUnits())));
        Failpoint.at("payment.answer");
        String[] words = answer.orElse("503").split(" ", -1);
        return switch (words[0]) {
            case "200" -> new Outcome.Ok(key, new Money(words[1], Long.parseLong(words[2])));
            case "402", "409" -> new Outcome.Declined(DeclineReason.PROVIDER_REFUSED);
            default -> new Outcome.Unknown();
        };
    }

    /** The answer's line, if it came whole and in time. */
    private Optional<String> call(String request) {
        try (var socket = new Socket()) {
            int millis = Math.toIntExact(timeout.toMillis());
            socket.connect(address, millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write((request + "\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.endsWith("\n") ? Optional.of(answer.strip()) : Optional.empty();
        } catch (IOException noAnswer) {
            return Optional.empty();
        }
    }
}

package dev.stead.payment.provider;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.param.ChargeCaptureParams;
import com.stripe.param.ChargeCreateParams;
import com.stripe.param.ChargeListParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.provider.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stripe, by its Charges: authorise without capture, then capture, or refund in full to void. The payer's funding source is a customer
 * ({@code cus_...}) or a source. Every request carries an idempotency key made from the attempt's key, and the key itself as metadata and
 * transfer group, by which a charge is found again when its answer was lost.
 *
 * <p>Only a refused card and an invalid request are a decline. No connection, 429, 5xx, a conflict of idempotency keys, or a wrong API key
 * are {@link Outcome.Unknown}. Thread-safe.
 */
public final class StripeProvider implements Provider {
    /** The longest that one call lasts; a settlement's lease must be longer. */
    public static final Duration LONGEST_CALL = Duration.ofSeconds(7);

    private static final Logger LOG = LoggerFactory.getLogger(StripeProvider.class);
    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 5_000;
    private static final String KEY = "stead_key";
    private static final String VOIDS = "stead_releases";
    private static final long PAGE_SIZE = 100;
    private static final int MAX_LOOKED_AT = 10_000;

    // Stripe counts these otherwise than ISO 4217: krónur and shillings in hundredths, ariary in whole ones. The dinars
    // of
    // Iraq and Libya it names nowhere among those of three decimals. https://docs.stripe.com/currencies
    private static final Set<String> OTHER_UNITS = Set.of("ISK", "UGX", "MGA", "IQD", "LYD");
    private static final Set<String> LIMITS =
            Set.of("card_velocity_exceeded", "withdrawal_count_limit_exceeded", "amount_too_large");

    private final StripeClient client;

    /**
     * @param apiKey the secret key of an account at Stripe
     * @param apiBase the address of the API, such as {@code https://api.stripe.com}
     */
    public StripeProvider(String apiKey, String apiBase) {
        this.client = StripeClient.builder()
                .setApiKey(apiKey)
                .setApiBase(apiBase)
                .setConnectTimeout(CONNECT_MILLIS)
                .setReadTimeout(READ_MILLIS)
                // Recovery retries: it counts retries on disk and delays them.
                .setMaxNetworkRetries(0)
                .build();
    }

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public boolean settlesWithinLedger() {
        return false;
    }

    @Override
    public Outcome authorise(Instruction instruction) {
        Optional<String> source = instruction.source();
        if (source.isEmpty() || OTHER_UNITS.contains(instruction.amount().currencyCode())) {
            return new Outcome.Declined(DeclineReason.PROVIDER_REFUSED);
        }
        ChargeCreateParams.Builder charge = ChargeCreateParams.builder()
                .setAmount(instruction.amount().minorUnits())
                .setCurrency(instruction.amount().currencyCode().toLowerCase(Locale.ROOT))
                .setCapture(false)
                .setTransferGroup(instruction.key())
                .putMetadata(KEY, instruction.key());
        if (source.get().startsWith("cus_")) {
            charge.setCustomer(source.get());
        } else {
            charge.setSource(source.get());
        }
        return call(
                () -> authorised(client.v1().charges().create(charge.build(), key(instruction.key(), "authorise"))),
                StripeProvider::refused);
    }

    private static Outcome authorised(Charge charge) {
        return switch (charge.getStatus()) {
            case "succeeded" -> new Outcome.Ok(charge.getId(), money(charge.getAmount(), charge.getCurrency()));
            case "failed" -> new Outcome.Declined(DeclineReason.PROVIDER_REFUSED);
            default -> new Outcome.Unknown();
        };
    }

    @Override
    public Outcome capture(Instruction instruction) {
        return withCharge(instruction, charge -> {
            ChargeCaptureParams all = ChargeCaptureParams.builder()
                    .setAmount(instruction.amount().minorUnits())
                    .build();
            return call(
                    () -> captured(client.v1().charges().capture(charge, all, key(instruction.key(), "capture"))),
                    // Stripe answers the same if it is captured already and if it cannot be: look.
                    _ -> call(
                            () -> {
                                Charge now = client.v1().charges().retrieve(charge);
                                return isCaptured(now)
                                        ? captured(now)
                                        : new Outcome.Declined(DeclineReason.PROVIDER_REFUSED);
                            },
                            _ -> new Outcome.Unknown()));
        });
    }

    private static Outcome captured(Charge charge) {
        return new Outcome.Ok(charge.getId(), capturedAmount(charge));
    }

    @Override
    public Outcome voidAuthorisation(Instruction instruction) {
        return withCharge(
                instruction,
                charge -> call(
                        () -> {
                            Charge now = client.v1().charges().retrieve(charge);
                            if (isCaptured(now)) {
                                return new Outcome.Declined(DeclineReason.PROVIDER_REFUSED);
                            }
                            if (!Boolean.TRUE.equals(now.getRefunded())) {
                                RefundCreateParams voiding = RefundCreateParams.builder()
                                        .setCharge(charge)
                                        .putMetadata(VOIDS, instruction.key())
                                        .build();
                                client.v1().refunds().create(voiding, key(instruction.key(), "cancel"));
                            }
                            return new Outcome.Ok(charge, instruction.amount());
                        },
                        _ -> new Outcome.Unknown()));
    }

    @Override
    public Outcome refund(Instruction captured, String key, Money amount) {
        return withCharge(captured, charge -> {
            RefundCreateParams params = RefundCreateParams.builder()
                    .setCharge(charge)
                    .setAmount(amount.minorUnits())
                    .putMetadata(KEY, key)
                    .build();
            return call(
                    () -> refunded(client.v1().refunds().create(params, key(key, "refund"))), StripeProvider::refused);
        });
    }

    private static Outcome refunded(Refund refund) {
        return switch (refund.getStatus()) {
            case "succeeded" -> new Outcome.Ok(refund.getId(), money(refund.getAmount(), refund.getCurrency()));
            case "failed", "canceled" -> new Outcome.Declined(DeclineReason.PROVIDER_REFUSED);
            default -> new Outcome.Unknown();
        };
    }

    @Override
    public LookupResult lookUp(String key) {
        try {
            Optional<Charge> charge = chargeOf(key);
            return charge.isPresent() ? lookupResult(charge.get()) : refundOf(key);
        } catch (StripeException e) {
            report(e);
            return new LookupResult.Unknown();
        }
    }

    private static LookupResult lookupResult(Charge charge) {
        if (isCaptured(charge)) {
            return new LookupResult.Completed(charge.getId(), capturedAmount(charge));
        }
        if (Boolean.TRUE.equals(charge.getRefunded())) {
            return new LookupResult.Voided();
        }
        return switch (charge.getStatus()) {
            case "succeeded" ->
                new LookupResult.Authorised(charge.getId(), money(charge.getAmount(), charge.getCurrency()));
            case "failed" -> new LookupResult.Declined(DeclineReason.PROVIDER_REFUSED);
            default -> new LookupResult.Unknown();
        };
    }

    private Optional<Charge> chargeOf(String key) throws StripeException {
        var query = ChargeListParams.builder()
                .setTransferGroup(key)
                .setLimit(PAGE_SIZE)
                .build();
        Optional<Charge> found = Optional.empty();
        int looked = 0;
        for (Charge charge : client.v1().charges().list(query).autoPagingIterable()) {
            requireBounded(++looked);
            if (key.equals(charge.getMetadata().get(KEY))) {
                // The latest comes first, but one that was captured says more than one that was not.
                found = found.isEmpty() || isCaptured(charge) ? Optional.of(charge) : found;
            }
        }
        return found;
    }

    private LookupResult refundOf(String key) throws StripeException {
        var query = RefundListParams.builder().setLimit(PAGE_SIZE).build();
        int looked = 0;
        for (Refund refund : client.v1().refunds().list(query).autoPagingIterable()) {
            requireBounded(++looked);
            if (key.equals(refund.getMetadata().get(KEY))) {
                return switch (refunded(refund)) {
                    case Outcome.Ok(String reference, Money amount) -> new LookupResult.Completed(reference, amount);
                    case Outcome.Declined(DeclineReason reason) -> new LookupResult.Declined(reason);
                    case Outcome.Unknown() -> new LookupResult.Unknown();
                };
            }
        }
        return new LookupResult.NotFound();
    }

    @Override
    public void statement(Period period, Consumer<Movement> each) {
        long from = period.from().getEpochSecond();
        long until = period.until().getEpochSecond();
        try {
            var charges = ChargeListParams.builder()
                    .setCreated(ChargeListParams.Created.builder()
                            .setGte(from)
                            .setLt(until)
                            .build())
                    .setLimit(PAGE_SIZE)
                    .build();
            for (Charge charge : client.v1().charges().list(charges).autoPagingIterable()) {
                if (isCaptured(charge)) {
                    pass(
                            charge.getId(),
                            charge.getMetadata(),
                            new Booked(Movement.Effect.CAPTURED, capturedAmount(charge), charge.getCreated()),
                            period,
                            each);
                }
            }
            var refunds = RefundListParams.builder()
                    .setCreated(RefundListParams.Created.builder()
                            .setGte(from)
                            .setLt(until)
                            .build())
                    .setLimit(PAGE_SIZE)
                    .build();
            for (Refund refund : client.v1().refunds().list(refunds).autoPagingIterable()) {
                if (!refund.getMetadata().containsKey(VOIDS) && "succeeded".equals(refund.getStatus())) {
                    Money amount = money(refund.getAmount(), refund.getCurrency());
                    pass(
                            refund.getId(),
                            refund.getMetadata(),
                            new Booked(Movement.Effect.REFUNDED, amount, refund.getCreated()),
                            period,
                            each);
                }
            }
        } catch (StripeException e) {
            report(e);
            throw new IllegalStateException("cannot read Stripe's statement", e);
        }
    }

    private record Booked(Movement.Effect effect, Money amount, long createSecond) {}

    private static void pass(
            String id, Map<String, String> metadata, Booked booked, Period period, Consumer<Movement> each) {
        Instant time = Instant.ofEpochSecond(booked.createSecond);
        if (period.contains(time)) {
            each.accept(new Movement(metadata.getOrDefault(KEY, id), booked.effect, booked.amount, time));
        }
    }

    private Outcome withCharge(Instruction instruction, Function<String, Outcome> work) {
        if (instruction.reference().isPresent()) {
            return work.apply(instruction.reference().get());
        }
        return call(
                () -> chargeOf(instruction.key()).map(Charge::getId).map(work).orElseGet(Outcome.Unknown::new),
                _ -> new Outcome.Unknown());
    }

    private interface Call {
        Outcome send() throws StripeException;
    }

    private static Outcome call(Call call, Function<InvalidRequestException, Outcome> whenInvalid) {
        try {
            return call.send();
        } catch (CardException e) {
            return new Outcome.Declined(reason(e));
        } catch (InvalidRequestException e) {
            return whenInvalid.apply(e);
        } catch (StripeException e) {
            report(e);
            return new Outcome.Unknown();
        }
    }

    private static Outcome refused(InvalidRequestException e) {
        report(e);
        return new Outcome.Declined(
                LIMITS.contains(String.valueOf(e.getCode()))
                        ? DeclineReason.PROVIDER_LIMIT
                        : DeclineReason.PROVIDER_REFUSED);
    }

    private static DeclineReason reason(CardException e) {
        String code = String.valueOf(e.getDeclineCode());
        if (code.equals("insufficient_funds")) {
            return DeclineReason.INSUFFICIENT_FUNDS;
        }
        return LIMITS.contains(code) ? DeclineReason.PROVIDER_LIMIT : DeclineReason.PROVIDER_REFUSED;
    }

    // The class and the code only: a message may quote the card or the customer.
    private static void report(StripeException e) {
        LOG.warn(
                "Stripe answered {}, status {}, code {}", e.getClass().getSimpleName(), e.getStatusCode(), e.getCode());
    }

    private static void requireBounded(int looked) {
        if (looked > MAX_LOOKED_AT) {
            throw new IllegalStateException("cannot look through more than " + MAX_LOOKED_AT + " charges or refunds");
        }
    }

    private static boolean isCaptured(Charge charge) {
        return Boolean.TRUE.equals(charge.getCaptured()) && "succeeded".equals(charge.getStatus());
    }

    private static Money capturedAmount(Charge charge) {
        Long captured = charge.getAmountCaptured();
        return money(captured == null ? charge.getAmount() : captured, charge.getCurrency());
    }

    private static Money money(long minorUnits, String currency) {
        return new Money(currency.toUpperCase(Locale.ROOT), minorUnits);
    }

    // Stripe remembers these keys: the operations' names in them ("cancel" for a void) can never change.
    private static RequestOptions key(String key, String operation) {
        return RequestOptions.builder().setIdempotencyKey(key + ":" + operation).build();
    }
}

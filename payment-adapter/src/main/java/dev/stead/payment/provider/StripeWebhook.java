package dev.stead.payment.provider;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Event;
import com.stripe.model.Refund;
import com.stripe.model.StripeObject;
import com.stripe.net.Webhook;
import dev.stead.payment.application.ProviderEvents.ProviderEvent;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies and reads Stripe's events. A signature is HMAC-SHA256 over the time and the raw body, at most 300 s old and 60 s ahead, compared
 * in constant time by Stripe's own library. Thread-safe.
 */
public final class StripeWebhook {
    private static final long TOLERANCE_SECONDS = 300;
    private static final long AHEAD_SECONDS = 60;
    private static final String TIME = "t=";
    private static final String KEY = "stead_key";

    private final String secret;
    private final Clock clock;

    /** @param secret with which Stripe signs */
    public StripeWebhook(String secret, InstantSource clock) {
        this.secret = secret;
        this.clock = clock.withZone(ZoneOffset.UTC);
    }

    /**
     * The event in a signed body; empty if the signature is wrong, too old or too far ahead, or the body is not an event.
     *
     * @param signature the value of the header {@code Stripe-Signature}
     */
    public Optional<ProviderEvent> read(String body, String signature) {
        try {
            Event event = Webhook.constructEvent(body, signature, secret, TOLERANCE_SECONDS, clock);
            return event == null || event.getId() == null || isFromTheFuture(signature)
                    ? Optional.empty()
                    : Optional.of(new ProviderEvent("stripe", event.getId(), keys(event)));
        } catch (SignatureVerificationException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Stripe's library refuses what is old only; one that is dated ahead would stay young for as long. */
    private boolean isFromTheFuture(String signature) {
        return Arrays.stream(signature.split(",", -1))
                .filter(part -> part.startsWith(TIME))
                .mapToLong(part -> Long.parseLong(part.substring(TIME.length())))
                .anyMatch(time -> time > clock.instant().getEpochSecond() + AHEAD_SECONDS);
    }

    private static List<String> keys(Event event) {
        try {
            StripeObject about = event.getDataObjectDeserializer().deserializeUnsafe();
            Map<String, String> metadata = switch (about) {
                case Charge charge -> charge.getMetadata();
                case Refund refund -> refund.getMetadata();
                case StripeObject _ -> Map.of();
            };
            String key = metadata == null ? null : metadata.get(KEY);
            return key == null ? List.of() : List.of(key);
        } catch (StripeException e) {
            return List.of();
        }
    }
}

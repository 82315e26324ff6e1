package org.faustspring.engine.assignment;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Judges what the members say they own. A claim of an older generation loses against a
 * newer one for the same partition; two claims of one generation cancel each other. An
 * old claim that nobody disputes holds: the partition cannot have been given away since.
 * Immutable, any thread.
 */
final class PartitionClaims {

	private final Map<TopicPartition, Verdict> verdicts = new HashMap<>();

	private final Map<String, Integer> generations = new HashMap<>();

	PartitionClaims(Map<String, Claim> claims) {
		claims.forEach((member, claim) -> {
			this.generations.put(member, claim.generation());
			for (TopicPartition partition : claim.partitions()) {
				this.verdicts.merge(partition, new Verdict(member, claim.generation()), Verdict::against);
			}
		});
	}

	/**
	 * Return the member whose claim to the partition is valid, or {@code null}.
	 */
	@Nullable String ownerOf(TopicPartition partition) {
		Verdict verdict = this.verdicts.get(partition);
		return (verdict != null) ? verdict.owner() : null;
	}

	/**
	 * Return whether anybody claims the partition, rightly or not.
	 */
	boolean isClaimed(TopicPartition partition) {
		return this.verdicts.containsKey(partition);
	}

	/**
	 * Return the generation the member was part of last, or -1.
	 */
	int generationOf(String member) {
		return this.generations.getOrDefault(member, -1);
	}

	/**
	 * What one member says it owns.
	 *
	 * @param generation the generation it was part of last, or -1
	 * @param partitions the partitions
	 */
	record Claim(int generation, Collection<TopicPartition> partitions) {
	}

	private record Verdict(@Nullable String owner, int generation) {

		Verdict against(Verdict other) {
			if (this.generation != other.generation) {
				return (this.generation > other.generation) ? this : other;
			}
			return (this.owner != null && this.owner.equals(other.owner)) ? this : new Verdict(null, this.generation);
		}

	}

}

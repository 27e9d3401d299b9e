#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/plan/drift.h"

// What every format of a drift report says in the same words. Fit for a terminal; formats with
// characters of their own escape it once more.

namespace dgctl::engine {

/// "secret expiring": a class as people read it.
std::string words_of(DriftClass of);

/// What became of a field: "was Small, is Medium", "lost SELECT; gained MODIFY"; where the
/// configuration has moved too, also what that asks for.
std::string became_of(const FieldDrift& field);

/// What became of a thing, in one line without a final period:
/// "sql_warehouse.main (segment) changed: cluster_size was Small, is Medium".
std::string became_of(const Drifted& drifted);

/// What is to be known of a thing that drifted, a sentence each: what became of it, which side
/// moved and since when, the note.
std::vector<std::string> account_of(const Drifted& drifted, const DriftReport& report);

/// What to do about a class; sentences.
std::string remedy_of(DriftClass of);

/// How many things drifted, by class. Every class is there.
std::map<DriftClass, std::size_t> count_by_class(const Drift& drift);

/// What all the hidden reads leave open, each once, sorted.
std::vector<Address> hidden_addresses(const Drift& drift);

/// The kinds, in the order in which documentation lists them.
std::vector<std::string> kinds_in_order();

/// "Drift: 3 changed, 1 vanished; 2 pending.", or that there is none. One line.
std::string drift_summary(const DriftReport& report);

inline constexpr const char* kNoDrift = "No drift. The workspace is as the last apply left it.";

}  // namespace dgctl::engine

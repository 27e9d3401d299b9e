#pragma once

#include <string>

#include "engine/plan/plan_file.h"
#include "engine/render/shown.h"

namespace dgctl::engine {

/// A plan for people.
std::string plan_for_people(const PlanFile& file, const Style& style);

/// "Plan: 1 to import, 2 to add, 0 to change, 0 to destroy, 1 to forget.", to the letter what CI
/// tools look for.
std::string plan_summary(const Counts& counts);
/// The summary line of a plan, or that there is nothing to change.
std::string plan_summary(const PlanFile& file);
/// "Apply complete! Resources: 2 added, 0 changed, 0 destroyed."
std::string apply_summary(const Counts& counts);
/// "Destroy complete! Resources: 5 destroyed."
std::string destroy_summary(const Counts& counts);

inline constexpr const char* kNothingToDestroy = "No changes. No objects need to be destroyed.";
inline constexpr const char* kNoChanges =
    "No changes. Your infrastructure matches the configuration.";

}  // namespace dgctl::engine

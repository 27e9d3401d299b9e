#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/model/change.h"
#include "engine/plan/plan.h"

// What plans and drift reports say in the same words. Fit for a terminal.

namespace dgctl::engine {

/// "1 request", "3 requests".
std::string plural(std::size_t n, const std::string& one, const std::string& many);

/// "sales, marketing", each as it may stand on a terminal.
std::string listed(const std::vector<std::string>& names);
std::string listed(const std::vector<Address>& addresses);

/// "moved in the workspace since the last apply (2026-11-20)"; `last_applied`: "" leaves it out.
std::string mover_text(Mover mover, const std::string& last_applied);

/// "the grants on catalog hr: it takes MANAGE on catalog hr".
std::string why_hidden(const HiddenRead& read);

/// A sentence with its end: what asks something has one already.
std::string ended(const std::string& sentence);

/// "lost SELECT; gained MODIFY"; "" where both are empty.
std::string lost_and_gained(const Privileges& lost, const Privileges& gained);

/// "sql_warehouse.main  cluster_size is Large in place of Small: tried by ada (until 2027-01-01)".
std::string ignored_text(const Ignored& ignored);

/// What follows from a run that did not end: `what`, by whom and when; `lock_holder`: who goes on
/// with it now, or "".
std::string interrupted_text(const std::string& what, const std::string& lock_holder);

}  // namespace dgctl::engine

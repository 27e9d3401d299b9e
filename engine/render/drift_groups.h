#pragma once

#include <string>
#include <vector>

#include "engine/plan/drift.h"

namespace dgctl::engine {

/// Things to which the same happened: of one kind and class, entries of one principal.
struct DriftGroup {
  std::vector<const Drifted*> members;  ///< never empty; by address
  std::string principal;                ///< as the addresses of entries name it; else ""
};

/// In the order of their first members. Few that are alike stay by themselves: their addresses say
/// more than a list. The groups point into `drifted`.
std::vector<DriftGroup> grouped(const std::vector<Drifted>& drifted);

/// What the members are on, or their addresses, a line for all that stand in one parent:
/// "on 2 tables of finance.ledger: accounts, invoices". Fit for a terminal.
std::vector<std::string> member_lines(const DriftGroup& group);

}  // namespace dgctl::engine

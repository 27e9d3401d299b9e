#pragma once

#include <string>
#include <vector>

#include "engine/verify/report.h"

// What every format of a verify report says in the same words. Fit for a terminal; formats with
// characters of their own escape it once more.

namespace dgctl::engine {

/// What came of a check, in one line without a final period: "2 rows", "SELECT on catalog sales is
/// missing"; "" where there is nothing to say but that it passed.
std::string came_of(const CheckResult& result);

/// "read sales.crm.users: SELECT on catalog sales is missing".
std::string check_line(const CheckResult& result);

/// A grant that is missing and where the configuration asks for it: "SELECT on catalog sales for
/// 3f0c…, which grant.catalog:sales/main asks for".
std::string missing_line(const MissingGrant& missing, const Principal& client_id);

/// "missing: ", in front of each grant that is; "perhaps " before that where the workspace does not
/// say which of them it is.
std::string missing_label(const CheckResult& result);

/// What to do about a check that did not pass: sentences, statements among them; the grants that
/// are missing first.
std::vector<std::string> what_to_do(const CheckResult& result, const Principal& client_id);

/// Whether something is to be done: it failed, it is unknown, or more is held than is asked for.
bool needs_attention(const CheckResult& result);

/// "Verified: 24 checks passed." or "Not verified: 1 failed, 23 passed." One line.
std::string verify_summary(const VerifyReport& report);

/// "as 3f0c… on SQL warehouse segment, with the secret of file:.secrets/segment.env".
std::string identity_line(const VerifiedGraph& graph);

}  // namespace dgctl::engine

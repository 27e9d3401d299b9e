#pragma once

#include "engine/plan/drafting.h"

// What the parts of the diff that are about secrets share.

namespace dgctl::engine {

/// Seconds since 1970 of a time in RFC 3339; 0 for none.
std::int64_t time_of(const std::string& rfc3339);
const SecretInfo* find_secret(const std::vector<SecretInfo>& all, const std::string& id);
/// What a secret that was asked for without an answer has made: what was not there before, was made
/// after that, and lives as long as ours.
std::vector<RecordedSecret> made_unheard(const RecordedSecret& unheard,
                                         const std::set<std::string>& known,
                                         const std::vector<SecretInfo>& live);
/// What people read of one secret.
Resource shown_secret(const Address& address, const RecordedSecret& secret);
/// The deletion of one secret.
Drafted retirement(const Address& address, const RecordedSecret& secret);
/// The principal of a desired secret, as a message names it.
std::string holder_of(const Drafting& drafting,
                      const DesiredResource& secret,
                      const Fields& fields);
/// Whether the sink of a desired secret holds nothing of another stack. Notes what it holds.
bool is_sink_own(Drafting& drafting, const DesiredResource& secret, const ReadResult& sink);
/// Whether a secret of that principal gives nobody more than was meant, and can be made here. Notes
/// what forbids it. False also: not read yet. `fields`: of the secret, resolved.
bool may_hold_secret(Drafting& drafting, const DesiredResource& secret, const Fields& fields);
/// One desired secret, and what is recorded of it.
void draft_secret(Drafting& drafting, const DesiredResource& resource, const Recorded* record);

}  // namespace dgctl::engine

#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "engine/model/descriptor.h"

// What several kinds have and what behaves alike in all of them: fields of objects of Unity
// Catalog (databricks-sdk-go service/catalog/model.go), and of entries that are one level each.

namespace dgctl::engine {

Field name_field(const std::string& name,
                 const std::string& description,
                 const std::string& example);
Field comment_field(const std::string& example);
Field owner_field();
Field properties_field(const std::string& example);
Field storage_root_field(const std::string& description, const std::string& example);
Field predictive_optimization_field();
Field retention_field();
/// Text that can only be given when the object is made.
Field create_only_field(const std::string& name,
                        const std::string& description,
                        const std::string& example);
/// The privileges that schemas take, and catalogs for what is in them, with those that only the
/// kind itself takes; sorted.
std::vector<std::string> privileges_within_catalogs(std::initializer_list<const char*> own);

/// An entry with those levels and no fields yet, which stands in what it is about.
Descriptor entry_with_levels(const std::string& kind, std::vector<std::string> levels);
/// What such an entry is on, who has it, and which level.
Field thing_field(const std::string& description, const std::string& example);
Field entry_principal_field();
Field level_field(std::vector<std::string> known, const std::string& example);

/// Fields that are read and never written.
std::vector<Field> computed_fields(std::initializer_list<const char*> names);

}  // namespace dgctl::engine

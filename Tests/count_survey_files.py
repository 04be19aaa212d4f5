#!/usr/bin/env python3
"""Counts what the survey files of ../shared/data/deposits hold, by other means than the importers do.

A test compares the figures with the import reports. Prints one JSON object; the only argument is the folder.
"""
import csv
import glob
import json
import os
import re
import sys

folder = sys.argv[1]
DEGREES = re.compile(r"^\s*(MULTI)?POINT\s*\(")


def rows(path, delimiter=",", encoding="utf-8"):
    with open(os.path.join(folder, path), newline="", encoding=encoding) as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def mrds():
    table = list(rows("mrds-us-joined.csv"))
    return {"read": len(table), "without_place": sum(row["latitude"] == "" for row in table)}


def tables():
    resources = list(rows("mrds-relational/Resources.txt", "\t"))
    figures = ["proved", "probable", "reserves", "meas", "indic", "demo", "infer", "tot_resources", "tot_endowment"]
    bad = [row for row in resources if row["units"] == "fl"]
    good = [row for row in resources if row["units"] != "fl"]
    pairs = [(row["dep_id"], row["dep_id_dup"]) for row in rows("mrds-relational/Dups.txt", "\t")]
    detail = list(rows("mrds-relational/Resource_detail.txt", "\t"))
    models = list(rows("mrds-relational/Model.txt", "\t"))
    california = list(rows("mrds-relational/MRDS_NorthernCalifornia.txt", "\t"))
    gone = {(row["dep_id"], row["yr"], row["line"]) for row in bad}
    records = {row["dep_id"] for row in good} | {row["dep_id"] for row in models} | {row["dep_id"] for row in california}
    return {
        "read": len(resources) + len(pairs) + len(detail) + len(models) + len(california),
        "added": len(records),
        "rejected": len(bad) + sum((row["dep_id"], row["yr"], row["line"]) in gone for row in detail),
        "models": len(models),
        # One estimate for each figure; a row without any is one all the same.
        "estimates": sum(max(1, sum(row[figure] != "" for figure in figures)) for row in good),
        "judgements": len({tuple(sorted(pair)) for pair in pairs}),
        "without_tonnage": sum(all(row[figure] == "" for figure in figures) for row in good),
        "above_10_gt": sum(
            any(row[figure] != "" and float(row[figure]) > 1e10 for figure in figures) for row in good),
    }


def sites():
    table = list(rows("minmod-sites-flat.csv"))
    broken = [row for row in table if "nan" in row["location"].lower()]
    good = [row for row in table if "nan" not in row["location"].lower()]
    placed = [row for row in good if row["location"] and row["crs"] in ("EPSG:4326", "EPSG:4267", "")]
    return {
        "read": len(table), "rejected": len(broken), "added": len(good), "placed": len(placed),
        "nad27": sum(row["crs"] == "EPSG:4267" and row["location"] != "" for row in good),
        "without_place": sum(row["location"] == "" for row in good),
    }


def minmod():
    read = unplaced = foreign = 0
    for path in glob.glob(os.path.join(folder, "minmod/*/*.json")):
        with open(path, encoding="utf-8") as file:
            for site in json.load(file):
                read += 1
                place = site.get("location_info") or {}
                location = place.get("location")
                crs = (place.get("crs") or {}).get("normalized_uri", "").rsplit("/", 1)[-1]
                unplaced += location is None
                foreign += location is not None and crs in ("Q703", "Q704", "Q705")
                if location is not None:
                    assert DEGREES.match(location), location
    return {"read": read, "rejected": 1, "added": read - 1, "without_place": unplaced, "foreign_crs": foreign}


def lithium():
    table = list(rows("usgs-lithium-us/Resources.csv", encoding="cp1252"))
    site = list(rows("usgs-lithium-us/Site.csv", encoding="cp1252"))
    models = list(rows("usgs-lithium-us/Dep_Model.csv", encoding="cp1252"))
    negative = sum(row["Mat_Amnt"].startswith("-") for row in table)
    return {
        "read": len(table) + len(site) + len(models), "added": len(site), "models": len(models), "rejected": negative,
        "estimates": len(table) - negative,
    }


def geojson():
    with open(os.path.join(folder, "natural-earth/ne_110m_admin_0_countries.geojson"), encoding="utf-8") as file:
        features = json.load(file)["features"]
    return {"read": len(features), "added": len(features), "shape": sum("Polygon" in f["geometry"]["type"] for f in features)}


print(json.dumps({
    "mrds": mrds(), "mrds-tables": tables(), "sites": sites(), "minmod": minmod(), "usgs-lithium": lithium(), "geojson": geojson(),
}))

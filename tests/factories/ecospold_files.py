"""EcoSpold files, whole and broken, written out by hand as other programs write them."""

from tests.factories.broken_datasets import XML_DAMAGES, exhibit

from qiantan.core.datasets.identity import uuid_of

ACTIVITY = uuid_of("es2", "lime production")
LIME = uuid_of("es2", "lime")
POWER = uuid_of("es2", "power")
GRID = uuid_of("es2", "grid")
CO2 = uuid_of("es2", "co2")

VERSION_1 = """<?xml version="1.0" encoding="UTF-8"?>
<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold01">
<dataset number="1" timestamp="2024-05-01T10:00:00" generator="hand">
<metaInformation><processInformation>
<referenceFunction datasetRelatesToProduct="true" name="quicklime, at plant" localName="石灰（出厂）"
 infrastructureProcess="false" amount="1" unit="kg" category="construction materials" subCategory="binder"
 includedProcesses="burning" generalComment="An example."/>
<geography location="CN" text="Guizhou"/><technology text="shaft kiln"/>
<timePeriod dataValidForEntirePeriod="true"><startYear>2022</startYear><endYear>2024</endYear></timePeriod>
<dataSetInformation type="1" version="1.0" languageCode="en" localLanguageCode="zh" energyValues="0"/>
</processInformation><modellingAndValidation>
<representativeness percent="12.5" samplingProcedure="all kilns"/>
<source number="1" sourceType="0" firstAuthor="Institute" year="2024" title="Lime report"/>
</modellingAndValidation><administrativeInformation>
<dataEntryBy person="1"/><dataGeneratorAndPublication person="1" copyright="false"/>
<person number="1" name="Data desk"/></administrativeInformation></metaInformation>
<flowData>
<exchange number="1" name="electricity, medium voltage" location="CN" unit="kWh" meanValue="0.0456"
 uncertaintyType="1" standardDeviation95="1.21"><inputGroup>5</inputGroup></exchange>
<exchange number="2" category="air" subCategory="unspecified" name="Carbon dioxide, fossil" CASNumber="000124-38-9"
 unit="kg" meanValue="7.854E-1" minValue="0.7" maxValue="0.9"><outputGroup>4</outputGroup></exchange>
<exchange number="3" name="quicklime, at plant" location="CN" unit="kg" meanValue="1"><outputGroup>0</outputGroup></exchange>
</flowData></dataset></ecoSpold>
""".encode()

VERSION_2 = f"""<?xml version="1.0" encoding="UTF-8"?>
<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"><activityDataset>
<activityDescription>
<activity id="{ACTIVITY}" activityNameId="{GRID}" type="1" specialActivityType="0">
<activityName xml:lang="en">quicklime production</activityName><activityName xml:lang="zh">石灰生产</activityName>
<includedActivitiesEnd xml:lang="en">Up to the gate.</includedActivitiesEnd>
<generalComment><text xml:lang="en" index="2">Second.</text><text xml:lang="en" index="1">First.</text></generalComment>
</activity>
<classification classificationId="{GRID}"><classificationSystem xml:lang="en">ISIC rev.4 ecoinvent</classificationSystem>
<classificationValue xml:lang="en">2394:Manufacture of cement, lime and plaster</classificationValue></classification>
<geography geographyId="{GRID}"><shortname xml:lang="en">CN-GZ</shortname></geography>
<technology technologyLevel="3"><comment><text xml:lang="en" index="1">Shaft kiln.</text></comment></technology>
<timePeriod startDate="2022-01-01" endDate="2024-12-31" isDataValidForEntirePeriod="true"/>
</activityDescription>
<flowData>
<intermediateExchange id="{uuid_of("es2", "e1")}" unitId="{GRID}" amount="1" intermediateExchangeId="{LIME}">
<name xml:lang="en">quicklime</name><unitName xml:lang="en">kg</unitName><outputGroup>0</outputGroup></intermediateExchange>
<intermediateExchange id="{uuid_of("es2", "e2")}" unitId="{GRID}" amount="0.0456" intermediateExchangeId="{POWER}"
 activityLinkId="{GRID}"><name xml:lang="en">electricity</name><unitName xml:lang="en">kWh</unitName>
<uncertainty><lognormal meanValue="0.0456" mu="-3.09" variance="0.01" varianceWithPedigreeUncertainty="0.04"/></uncertainty>
<inputGroup>5</inputGroup></intermediateExchange>
<elementaryExchange id="{uuid_of("es2", "e3")}" unitId="{GRID}" amount="0.7854" elementaryExchangeId="{CO2}"
 casNumber="000124-38-9"><name xml:lang="en">Carbon dioxide, fossil</name><unitName xml:lang="en">kg</unitName>
<compartment subcompartmentId="{GRID}"><compartment xml:lang="en">air</compartment>
<subcompartment xml:lang="en">unspecified</subcompartment></compartment><outputGroup>4</outputGroup></elementaryExchange>
</flowData>
<modellingAndValidation><representativeness percent="12.5"/></modellingAndValidation>
<administrativeInformation><dataEntryBy personName="Data desk"/>
<dataGeneratorAndPublication personName="Data desk" isCopyrightProtected="true"/>
<fileAttributes creationTimestamp="2024-05-01T10:00:00" lastEditTimestamp="2024-06-01T10:00:00"/>
</administrativeInformation></activityDataset></ecoSpold>
""".encode()


def changed(content, old, new):
    """Return a file with one text replaced; the text must be there."""
    assert old.encode() in content, old
    return content.replace(old.encode(), new.encode())


DAMAGES_1 = {
    "no-function": ("<referenceFunction ", "<referenceFiction "),
    "no-reference": ("<outputGroup>0<", "<outputGroup>2<"),
    "two-references": ("<outputGroup>4<", "<outputGroup>0<"),
    "no-group": ("<inputGroup>5</inputGroup>", ""),
    "amount-in-words": ('meanValue="1"', 'meanValue="one"'),
    "amount-missing": ('meanValue="1"', ""),
    "amount-beyond-measure": ('meanValue="1"', 'meanValue="1e9999"'),
    "amount-of-reference-zero": ('meanValue="1"', 'meanValue="0"'),
    "chinese-under-en": ('name="electricity, medium voltage"', 'name="电力"'),
    "english-under-zh": ('localName="石灰（出厂）"', 'localName="lime"'),
    "number-twice": ('exchange number="2"', 'exchange number="1"'),
    "unit-missing": ('location="CN" unit="kg"', 'location="CN"'),
    "distribution-unknown": ('uncertaintyType="1"', 'uncertaintyType="9"'),
    "deviation-below-one": ('standardDeviation95="1.21"', 'standardDeviation95="0.5"'),
    "minimum-above-maximum": ('minValue="0.7"', 'minValue="7"'),
    "year-in-words": ("<endYear>2024<", "<endYear>last<"),
    "end-before-start": ("<endYear>2024<", "<endYear>1999<"),
    "percent-above-all": ('percent="12.5"', 'percent="125"'),
}
DAMAGES_2 = {
    "activity-malformed": (f'activity id="{ACTIVITY}"', 'activity id="lime"'),
    "activity-missing": (f'activity id="{ACTIVITY}"', "activity"),
    "no-reference": ("<outputGroup>0<", "<outputGroup>2<"),
    "no-group": ("<inputGroup>5</inputGroup>", ""),
    "product-malformed": (f'intermediateExchangeId="{LIME}"', 'intermediateExchangeId="lime"'),
    "amount-in-words": ('amount="0.7854"', 'amount="much"'),
    "amount-not-a-number": ('amount="0.7854"', 'amount="NaN"'),
    "chinese-under-en": ('<activityName xml:lang="en">quicklime', '<activityName xml:lang="en">石灰'),
    "english-under-zh": ("石灰生产", "lime"),
    "unit-missing": ('<unitName xml:lang="en">kg</unitName>', ""),
    "date-in-words": ('startDate="2022-01-01"', 'startDate="some day"'),
    "end-before-start": ('endDate="2024-12-31"', 'endDate="1999-12-31"'),
    "percent-above-all": ('percent="12.5"', 'percent="125"'),
    "variance-in-words": ('varianceWithPedigreeUncertainty="0.04"', 'varianceWithPedigreeUncertainty="wide"'),
}
for version, whole, damages in ((1, VERSION_1, DAMAGES_1), (2, VERSION_2, DAMAGES_2)):
    for name, (old, new) in damages.items():
        exhibit(f"ecospold{version}-{name}", lambda w=whole, o=old, n=new: changed(w, o, n))
    for name, damage in XML_DAMAGES.items():
        if name not in ("control-character", "not-utf8"):
            exhibit(f"ecospold{version}-xml-{name}", lambda w=whole, d=damage: d(w))
